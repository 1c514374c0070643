"""The base of every SDK's errors, and what one is made from. Errors hold plain data and survive pickle and copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .retry import parse_retry_after
from .secrets import scrub

if TYPE_CHECKING:
    from collections.abc import Callable

    from .effects import WireResponse
    from .secrets import Secret

__all__ = ["ErrorAnswer", "ServiceError", "read_error_answer"]

_MAX_QUOTED = 300
_MAX_DEPTH = 64


class ServiceError(Exception):
    """Something went wrong with a call, and this says what.

    status: the HTTP status, None if no answer came. body: the answer's JSON, or its text, or None. code: the
    service's own error code. request_id and idempotency_key: the ids that the failing call carried.
    """

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        body: Any = None,
        request_id: str | None = None,
        idempotency_key: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = body
        self.request_id = request_id
        self.idempotency_key = idempotency_key
        self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__.copy())


def _rebuild(cls: type[ServiceError], args: tuple[Any, ...], state: dict[str, Any]) -> ServiceError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ErrorAnswer:
    """An HTTP answer of status 400 or above (or another unusable one), read into plain data, secrets scrubbed."""

    __slots__ = (
        "body", "call", "code", "details", "headers", "idempotency_key", "message", "remark", "request_id",
        "retry_after", "status",
    )  # fmt: skip

    def __init__(
        self,
        *,
        call: str,
        status: int,
        body: Any,
        code: str | None,
        message: str | None,
        details: dict[str, Any],
        request_id: str | None,
        idempotency_key: str | None,
        retry_after: float | None,
        headers: dict[str, str],
    ) -> None:
        self.call = call
        self.status = status
        self.body = body
        self.code = code
        self.message = message
        self.details = details
        self.request_id = request_id
        self.idempotency_key = idempotency_key
        self.retry_after = retry_after
        self.headers = headers
        """As received, names in lower case."""
        self.remark = ""
        """Why the call was not sent again although it might have been, to stand after the server's words; "" if it
        was, or no repetition was due."""

    def text(self, hint: str | None = None) -> str:
        """One line for people: the call, the status and code, the server's words, the request id, what to do next."""
        parts = [f"{self.call}: " if self.call else "", f"HTTP {self.status}"]
        if self.code:
            parts.append(f" {_one_line(self.code)}")
        if self.message:
            parts.append(f": {_one_line(self.message)}")
        parts.append(self.remark)
        if self.request_id:
            parts.append(f" (request id {_one_line(self.request_id)})")
        if hint:
            parts.append(f". {hint}")
        return "".join(parts)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_QUOTED else f"{line[:_MAX_QUOTED]}..."


def read_error_answer(
    response: WireResponse,
    *,
    envelope: Callable[[Any], tuple[str | None, str | None, dict[str, Any]]],
    request_id_header: str,
    wall_clock: Callable[[], float],
    call: str = "",
    request_id: str | None = None,
    idempotency_key: str | None = None,
    secrets: tuple[Secret, ...] = (),
) -> ErrorAnswer:
    """Read an error answer. `envelope` finds (code, message, further members) in the parsed body; it may not raise."""
    body = _parse(response.content, secrets)
    code, message, details = envelope(body)
    if message is None and isinstance(body, str):
        message = _title_of_page(body)
    return ErrorAnswer(
        call=call,
        status=response.status_code,
        body=body,
        code=code,
        message=message,
        details=details,
        request_id=scrub(response.headers.get(request_id_header) or "", secrets) or request_id,
        idempotency_key=idempotency_key,
        retry_after=parse_retry_after(response.headers.get("retry-after"), wall_clock),
        headers={name.lower(): scrub(value, secrets) for name, value in response.headers.items()},
    )


def _parse(content: bytes, secrets: tuple[Secret, ...]) -> Any:
    if not content:
        return None
    text = content.decode("utf-8", "replace")
    try:
        parsed = json.loads(text)
        return _scrub_json(parsed, secrets, _MAX_DEPTH)
    except (ValueError, RecursionError):
        return scrub(text, secrets)


def _scrub_json(value: Any, secrets: tuple[Secret, ...], depth: int) -> Any:
    """A copy without secrets. ValueError for what is nested deeper than `depth`: an error must survive deepcopy."""
    if isinstance(value, str):
        return scrub(value, secrets)
    if not isinstance(value, (list, dict)):
        return value
    if depth == 0:
        raise ValueError("nested too deeply")
    if isinstance(value, list):
        return [_scrub_json(item, secrets, depth - 1) for item in value]
    return {scrub(key, secrets): _scrub_json(item, secrets, depth - 1) for key, item in value.items()}


def _title_of_page(page: str) -> str:
    """What a proxy's HTML page says in its title, or the start of any other text."""
    lowered = page[:4096].lower()
    start, end = lowered.find("<title>"), lowered.find("</title>")
    if 0 <= start < end:
        return page[start + 7 : end].strip()
    return "an HTML page" if "<html" in lowered else page[:_MAX_QUOTED]
