"""Answers of the services made from their pinned documents, for tests that want one particular answer and no server.

    from trellis.testing import factories

    factories.response("kneo", "get_run", status="completed")           # an httpx.Response
    factories.result("convox", "apps_list", 200, [{"name": "shop"}])    # what the client returns for it: [App(...)]
    factories.error("knoxcall", 404, "There is no such route")          # what the client raises: NotFoundError(...)

What is not said is filled in, the same way each time: members that may be null are null, texts are the names of their
members. What is said is laid over that at any depth, and has to fit the document.
"""

from __future__ import annotations

import json
import time
from copy import deepcopy
from functools import lru_cache
from http import HTTPStatus
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any, TypeVar

import jsonschema_rs

from trellis.cli.call_catalogue import PACKAGES, closest, operations
from trellis.core.decode import decoder_for
from trellis.core.errors import read_error_answer
from trellis.emulator.exchange import Answer, Call, Headers, Incoming
from trellis.emulator.schema_check import SchemaCheck

from .filled import GIVEN_NOTHING, Filler
from .samples import resolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from trellis.core.errors import ServiceError
    from trellis.core.runtime.operation import Operation, Reply
    from trellis.core.service import ServiceDefinition

__all__ = ["body", "error", "error_response", "model", "response", "result"]

_T = TypeVar("_T")

_REQUEST_ID = "req-made-up"
_CODES = {
    401: ("unauthorized", "authentication_error"),
    403: ("forbidden", "permission_denied"),
    404: ("not_found", "not_found"),
    409: ("resource_locked", "conflict"),
    413: ("payload_too_large", "payload_too_large"),
    422: ("validation_error", "validation_error"),
    429: ("rate_limited", "rate_limited"),
    503: ("not_ready", "service_unavailable"),
}
"""What Kneo and KnoxCall call a failure that the caller gave no code for."""
_OTHERWISE = ("invalid_request", "internal_error")
"""The same of any other status: below 500, and from there on."""


def body(
    service: str, operation: str, http_status: int | None = None, value: Any = GIVEN_NOTHING, /, **members: Any
) -> Any:
    """The JSON of an answer, as it goes over the wire; text or bytes for an answer that is none.

    service: "kneo", "knoxcall" or "convox". operation: its id in the pinned document, such as "get_run".
    http_status: None for the first success that the document declares, with a body if one has any.

    value, members: what the result is to hold, as one value (a mapping, a list, a text, bytes) or by the members of an
    object. It is laid over what is filled in, at any depth: a mapping over the object in its place, each item of a list
    over an item. Members whose names are no words can be given with underscores (`git_sha`), times as `datetime`, and
    models as they are. Where the document puts the result into an envelope (KnoxCall's `data`), it is put there.

    Raises ValueError for a service, operation or status that is not declared, a member that the document does not name,
    and a value that it does not allow; TypeError for a status that is no number. To have what no document allows,
    change what this returns.
    """
    return _Made(service, operation, http_status, value, members).body


def result(
    service: str, operation: str, http_status: int | None = None, value: Any = GIVEN_NOTHING, /, **members: Any
) -> Any:
    """What the client returns for such an answer: a model, a typed dict, a list of them, text, bytes or None.

    Arguments and errors are those of `body`; a status from 400 on is a ValueError, too (see `error`).
    """
    made = _Made(service, operation, http_status, value, members)
    if made.status >= 400:
        raise ValueError(f"{made.row.label}: {made.status} is no result but an error; use factories.error")
    return decoder_for(made.row, f"{PACKAGES[service]}._generated.models")(made.content)


def response(
    service: str, operation: str, http_status: int | None = None, value: Any = GIVEN_NOTHING, /, **members: Any
) -> httpx.Response:
    """Such an answer as an `httpx.Response`, to be returned by a handler of `httpx.MockTransport` or a callback of
    `pytest-httpx`. Arguments and errors are those of `body`. Each call makes a new one: httpx uses a response up.
    """
    import httpx

    made = _Made(service, operation, http_status, value, members)
    return httpx.Response(made.status, headers=made.headers, content=made.content)


def error_response(
    service: str, http_status: int, message: str = "", /, *, code: str | None = None, retry_after: float | None = None
) -> httpx.Response:
    """An error answer in the service's own envelope, as an `httpx.Response`.

    http_status: 400 to 599. message: the server's words; "" for the status's own. code: the service's code for what
    went wrong (`detail.error` of Kneo, `error.type` of KnoxCall); None for the usual one. Convox has no codes: giving
    one is a ValueError. retry_after: seconds, for the Retry-After header. Raises ValueError for another status.
    """
    import httpx

    answer = _failure(service, http_status, message, code, retry_after)
    return httpx.Response(answer.status, headers=list(answer.headers), content=answer.body)


def error(
    service: str, http_status: int, message: str = "", /, *, code: str | None = None, retry_after: float | None = None
) -> ServiceError:
    """The error that a client raises for such an answer, to be raised by a stand-in for the client.

    Arguments and errors are those of `error_response`.
    """
    answer = error_response(service, http_status, message, code=code, retry_after=retry_after)
    definition: ServiceDefinition = import_module(f"{PACKAGES[service]}._service").DEFINITION
    read = read_error_answer(
        answer,
        envelope=definition.envelope,
        request_id_header=definition.request_id_header,
        wall_clock=time.time,
    )
    return definition.answer_error(read)


def model(kind: type[_T], /, **members: Any) -> _T:
    """An instance of one of the SDKs' models or typed dicts, filled in the same way.

    kind: a class of `kneo_client.types`, `knoxcall.types` or `convox.models` that stands for a schema of the document,
    such as `convox.models.App`. members: as for `body`. Raises TypeError for any other class, ValueError as `body`.
    """
    package, _, rest = getattr(kind, "__module__", "").partition("._generated.models.")
    service = next((name for name, own in PACKAGES.items() if own == package and rest), None)
    if service is None or kind.__name__ not in _document(service)["components"]["schemas"]:
        raise TypeError(f"{getattr(kind, '__name__', kind)} is no model that a pinned document has a schema of")
    document = _document(service)
    schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    value = Filler(document).make(schema, members, kind.__name__)
    validator = jsonschema_rs.validator_for({**schema, "components": document["components"]})
    for problem in validator.iter_errors(value):
        raise ValueError(f"{kind.__name__}: at {'/'.join(map(str, problem.instance_path))}: {problem.message}")
    from_dict = getattr(kind, "from_dict", None)
    built: _T = value if from_dict is None else from_dict(value)
    return built


@lru_cache
def _document(service: str) -> dict[str, Any]:
    text = resources.files(f"{PACKAGES[service]}._generated").joinpath("spec.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@lru_cache
def _check(service: str) -> SchemaCheck:
    return SchemaCheck(_document(service))


def _known(service: str) -> None:
    if service not in PACKAGES:
        raise ValueError(f"there is no service {service!r}; there are: {', '.join(PACKAGES)}")


class _Made:
    """One answer: its status, header fields and body."""

    def __init__(
        self, service: str, operation: str, http_status: int | None, value: Any, members: Mapping[str, Any]
    ) -> None:
        _known(service)
        table = operations(service)
        if operation not in table:
            raise ValueError(f"{service} has no operation {operation!r}{closest(operation, table)}")
        self.row = row = table[operation]
        if members and value is not GIVEN_NOTHING:
            raise ValueError(f"{row.label}: give the result as one value or by its members, not both")
        given = dict(members) if members else deepcopy(value)
        self.status, reply = _reply(row, http_status)
        document = _document(service)
        responses = document["paths"][row.path][row.method.lower()]["responses"]
        content = resolved(document, responses[reply.status]).get("content", {})
        media = next((name for name in content if name.endswith("json")), next(iter(content), ""))
        self.body: Any
        self.headers = {"content-type": media} if media else {}
        if media.endswith("json"):
            self.body = self._filled(document, content[media].get("schema", {}), given)
            self.content = json.dumps(self.body, ensure_ascii=False, allow_nan=False).encode()
        else:
            self.body = self._unstructured(media, given)
            self.content = self.body.encode() if isinstance(self.body, str) else self.body or b""
        self._refuse_what_does_not_fit(service)

    def _unstructured(self, media: str, given: Any) -> str | bytes | None:
        if given is GIVEN_NOTHING:
            return "text" if media.startswith("text/") else b"some bytes" if media else None
        if not media and given not in (None, "", b""):
            raise ValueError(f"{self.row.label}: an answer of status {self.status} has no body")
        if media and not isinstance(given, (str, bytes)):
            raise ValueError(f"{self.row.label}: the body of status {self.status} is {media}, given as text or bytes")
        unstructured: str | bytes | None = given
        return unstructured

    def _filled(self, document: dict[str, Any], schema: Any, given: Any) -> Any:
        row, filler = self.row, Filler(document)
        member = row.ext.get("x-unwrap", "none")
        if member != "none" and self.status < 400 and given is not GIVEN_NOTHING:
            folded = row.ext.get("x-fold") or ()
            beside = {name: given.pop(name) for name in folded if isinstance(given, dict) and name in given}
            given = {member: given, **beside}
        made = filler.make(schema, given, row.id)
        if row.pagination is not None and isinstance(made, dict) and self.status < 400:
            _count(row, made, given if isinstance(given, dict) else {})
        return made

    def _refuse_what_does_not_fit(self, service: str) -> None:
        call = Call(self.row, {}, Incoming(self.row.method, self.row.path, "", Headers(), b""))
        answer = Answer(self.status, self.content, tuple(self.headers.items()))
        for violation in _check(service).answer(call, answer, 0):
            raise ValueError(f"{self.row.label}: {violation.message}")


def _reply(row: Operation[Any], http_status: int | None) -> tuple[int, Reply]:
    """A status and its declared answer: by its own number, by its range, or as every other one."""
    if row.ext.get("x-transport") == "websocket":
        raise ValueError(f"{row.label} opens a WebSocket; an emulator can be asked to")
    if http_status is not None and (isinstance(http_status, bool) or not isinstance(http_status, int)):
        raise TypeError(f"http_status is a number or None, not {http_status!r}; a member `status` is given by its name")
    if http_status is None:
        reply = next((reply for reply in row.replies if reply.type != "None"), row.replies[0])
        return int(reply.status) if reply.status.isdigit() else 200, reply
    for status in (str(http_status), f"{http_status // 100}XX", "default"):
        # Where successes are declared, every other answer is a failure.
        among = (*row.replies, *row.errors) if status != "default" or http_status >= 400 else row.replies
        for reply in among:
            if reply.status == status:
                return http_status, reply
    declared = ", ".join(reply.status for reply in (*row.replies, *row.errors))
    raise ValueError(f"{row.label} has no answer of status {http_status}; there are: {declared}")


def _count(row: Operation[Any], made: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Have a page say of itself what is true: that it is the only one, and how much is on it."""
    assert row.pagination is not None
    many = len(made.get(row.pagination.items) or ())
    facts = {"count": many, "total": many, "offset": 0, "page": 1, "total_pages": 1}
    for holder, told in ((made, given), (made.get("meta") or {}, given.get("meta") or {})):
        for name, fact in facts.items():
            if name in holder and name not in told:
                holder[name] = fact
        for name in ("limit", "per_page"):
            if isinstance(holder.get(name), int) and name not in told:
                holder[name] = max(holder[name], many)


def _failure(service: str, status: int, message: str, code: str | None, retry_after: float | None) -> Answer:
    _known(service)
    if not 400 <= status <= 599:
        raise ValueError(f"an error has a status from 400 to 599, not {status}")
    if retry_after is not None and retry_after < 0:
        raise ValueError("retry_after is a number of seconds from 0 on")
    if not message:
        message = next((each.phrase for each in HTTPStatus if each == status), f"Status {status}")
    headers = {} if retry_after is None else {"retry-after": f"{retry_after:g}"}
    usual = _CODES.get(status, (_OTHERWISE[status >= 500],) * 2)
    if service == "kneo":
        from trellis.emulator.kneo.failures import PlatformError

        answer = PlatformError(status, code or usual[0], message).answer()
        return answer.with_headers({"x-request-id": _REQUEST_ID, **headers})
    if service == "knoxcall":
        from trellis.emulator.knoxcall.failures import GatewayError

        return GatewayError(status, code or usual[1], message, headers=headers).answer(_REQUEST_ID)
    from trellis.emulator.convox.failures import RackError

    if code is not None:
        raise ValueError("the errors of a rack have no code")
    asked = Incoming("GET", "/", "", Headers([("accept", "application/json")]), b"")
    return RackError(status, message, headers=headers).answer(asked)
