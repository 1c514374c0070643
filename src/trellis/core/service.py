"""A service as data: everything in which the three SDKs differ. The engine never asks which one it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .ids import new_uuid4

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .errors import ErrorAnswer, ServiceError

__all__ = ["ServiceDefinition"]


class ServiceDefinition(NamedTuple):
    """What the engine needs to know about a service."""

    name: str
    """For people: "Kneo"."""
    logger: str
    """The logger that a client's transport writes to."""
    models: str
    """The generated models' package; imported when the first answer is decoded."""
    operations: str
    """The module with the generated operation table; imported to classify calls made by path."""
    headers: tuple[tuple[str, str], ...]
    """Sent with every request, besides Host, credentials and ids."""

    request_id_header: str
    idempotency_header: str
    keyed_methods: frozenset[str]
    """Methods whose requests always carry an idempotency key."""
    idempotency_key_limit: int
    """The longest key the server accepts, in characters."""

    replayable_methods: frozenset[str]
    """Methods that may be repeated although the first request may have arrived."""
    retry_statuses: frozenset[int]
    """Statuses worth another attempt of a call that may be repeated."""
    retry_codes: frozenset[str]
    """Error codes likewise, whatever their status."""
    unexecuted_statuses: frozenset[int]
    """Statuses that prove the request was not executed: any call may be sent again."""
    unexecuted_codes: frozenset[str]
    """Error codes that prove the same."""

    envelope: Callable[[Any], tuple[str | None, str | None, dict[str, Any]]]
    """Finds (code, message, further members) in the parsed body of an error answer. Never raises."""
    answer_error: Callable[[ErrorAnswer], ServiceError]
    """Makes the typed error for an error answer."""
    network_error: type[ServiceError]
    """No usable answer: connection, TLS, or a broken reply."""
    request_timeout_error: type[ServiceError]
    """A phase of an attempt outlasted `timeout`."""
    deadline_error: type[ServiceError]
    """The call outlasted its `deadline`."""
    protocol_error: Callable[..., ServiceError]
    """A successful status with a body that does not fit the spec. A class, or what is called like `ServiceError`."""
    closed_error: type[ServiceError]
    """The client was used after it was closed."""

    retry_after_cap: float | None = None
    """Wait at most this many seconds when the server asks for longer, whatever the policy's max_delay. None: what the
    server asks for beyond max_delay is not waited for, the error is raised at once."""
    sends_request_id: bool = True
    """False: requests carry no id of ours; errors show the one the server gave."""
    new_key: Callable[[], str] = new_uuid4
    """Makes the idempotency key of a call whose caller gave none."""
    foreign_answer: Callable[[str, int, Mapping[str, str], bool], ServiceError | None] | None = None
    """Given a call's label, an answer's status (below 400) and headers, and whether the call streams: the error to
    raise if it comes from something that stands before the service, such as a console's web page; None if not."""
