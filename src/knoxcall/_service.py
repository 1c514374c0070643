"""KnoxCall's management API as data for the engine: its headers, ids, retry rules and errors."""

from __future__ import annotations

from trellis.core.service import ServiceDefinition

from . import errors
from ._ulid import new_ulid
from ._version import __version__

__all__ = ["API_VERSION", "DEFINITION", "USER_AGENT", "management_headers"]

API_VERSION = "2026-08-05"
"""The API's version that this package is written for."""
USER_AGENT = f"knoxcall-sdk-python/{__version__}"


def management_headers(
    *, api_version: str | None = API_VERSION, user_agent: str | None = USER_AGENT
) -> tuple[tuple[str, str], ...]:
    """The headers of every management request besides credentials and ids; None for an argument: its default."""
    return (
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip, deflate"),
        ("User-Agent", user_agent or USER_AGENT),
        ("KnoxCall-Version", api_version or API_VERSION),
    )


DEFINITION = ServiceDefinition(
    name="KnoxCall",
    logger="knoxcall",
    models="knoxcall._generated.models",
    operations="knoxcall._generated.operations",
    headers=management_headers(),
    request_id_header=errors.REQUEST_ID_HEADER,
    idempotency_header="X-Idempotency-Key",
    keyed_methods=frozenset({"POST", "PUT", "PATCH", "DELETE"}),
    idempotency_key_limit=255,
    # Every mutating request carries a key that the server honours, so each may be repeated.
    replayable_methods=frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}),
    retry_statuses=frozenset({408, 429, 500, 502, 503, 504}),
    retry_codes=frozenset(),
    unexecuted_statuses=frozenset({429}),
    unexecuted_codes=frozenset(),
    envelope=errors.read_envelope,
    answer_error=errors.from_answer,
    network_error=errors.APIConnectionError,
    request_timeout_error=errors.APIConnectionTimeoutError,
    deadline_error=errors.APIConnectionTimeoutError,
    protocol_error=errors.ProtocolError,
    closed_error=errors.ClientClosedError,
    retry_after_cap=30.0,
    sends_request_id=False,
    new_key=new_ulid,
)
