"""The errors of a Convox client.

    ConvoxError                      any failure
      ConvoxAPIError                 the rack answered, but not with success
        ConvoxAuthError              401: the credentials are not good
          ConvoxForbiddenError       403, or a 401 that says so: good credentials that may not do this
        ConvoxValidationError        400, 422: the request makes no sense to the rack
        ConvoxNotFoundError          404
        ConvoxConflictError          409, or a 403 of an app that is busy: the present state does not allow it
        ConvoxServerError            500
        ConvoxNotImplementedError    501: this kind of rack cannot do it
        ConvoxGatewayError           502, 503, 504, or a web page where the rack's answer should be
        ConvoxProtocolError          a success that is none: a redirect, an empty or broken body
      ConvoxConnectionError          no usable answer: DNS, connection, TLS, a reply cut off
      ConvoxTimeoutError             ... because time ran out (also a built-in TimeoutError)
      ConvoxClosedError              the client was used after it was closed (also a RuntimeError)

Racks answer 500 to much that is no failure of theirs; where the words of a 500 say so, the error is of the class that
fits, and `status_code` stays 500. All hold plain data and survive pickle, copy and deepcopy.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from trellis.core.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trellis.core.errors import ErrorAnswer

__all__ = [
    "ConvoxAPIError",
    "ConvoxAuthError",
    "ConvoxClosedError",
    "ConvoxConflictError",
    "ConvoxConnectionError",
    "ConvoxError",
    "ConvoxForbiddenError",
    "ConvoxGatewayError",
    "ConvoxNotFoundError",
    "ConvoxNotImplementedError",
    "ConvoxProtocolError",
    "ConvoxServerError",
    "ConvoxTimeoutError",
    "ConvoxValidationError",
]

REQUEST_ID_HEADER = "Request-Id"
_MAX_MESSAGE = 2000


class ConvoxError(ServiceError):
    """Something went wrong with a call. Base of everything that a client raises besides ValueError and TypeError.

    status: the HTTP status, None if no answer came. request_id: the rack's id of the request: quote it to support.
    body: the answer's JSON, its text, or None. hint: what to do next, where that is known.
    """

    hint: str | None = None


class ConvoxAPIError(ConvoxError):
    """The rack, or the console before it, answered with an error.

    status_code: the HTTP status. message: the server's own words. request_id: quote it to support; None where the
    server gave none. retry_after: the seconds that the server asks to wait, or None. `str(error)` is
    "[status_code] message"; what to do next is in `hint`, and in the traceback.
    """

    retry_after: float | None = None

    def __init__(
        self,
        status_code: int,
        message: str,
        request_id: str | None = None,
        *,
        body: Any = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(f"[{status_code}] {message}", status=status_code, body=body, request_id=request_id)
        self.status_code = status_code
        self.message = message
        if hint is not None:
            self.hint: str | None = hint


class ConvoxAuthError(ConvoxAPIError):
    """401: the key is wrong, unknown or expired, or the console asks for a second factor."""


class ConvoxForbiddenError(ConvoxAuthError):
    """The key is good, but may not do this: a 403, or a 401 that says so."""


class ConvoxValidationError(ConvoxAPIError):
    """400 or 422: a value of the request is missing or not acceptable."""


class ConvoxNotFoundError(ConvoxAPIError):
    """404: there is no such app, release, process, ..., or no such route on this rack."""


class ConvoxConflictError(ConvoxAPIError):
    """The present state does not allow it: the name is taken, the app is locked or busy."""


class ConvoxServerError(ConvoxAPIError):
    """500: the rack failed, or answers so to what it could not make sense of."""


class ConvoxNotImplementedError(ConvoxAPIError):
    """501: this rack's provider cannot do it."""


class ConvoxGatewayError(ConvoxAPIError):
    """502, 503 or 504; or a web page where the rack's answer should have been, which counts as 502."""


class ConvoxProtocolError(ConvoxAPIError):
    """The server reported success, but redirected, or sent an empty or broken body."""


class ConvoxConnectionError(ConvoxError):
    """No usable answer came: name resolution, connection, TLS, or a reply that broke off."""


class ConvoxTimeoutError(ConvoxError, TimeoutError):
    """Connecting, sending or receiving took longer than the timeout allows, the call longer than its deadline, or a
    waiter's time is up."""


class ConvoxClosedError(ConvoxError, RuntimeError):
    """The client was used after it was closed."""


_BY_STATUS: dict[int, tuple[type[ConvoxAPIError], str | None]] = {
    400: (ConvoxValidationError, None),
    401: (
        ConvoxAuthError,
        "Check the key (api_key, or CONVOX_PASSWORD). For a rack behind a console, use a deploy key and set rack.",
    ),
    403: (ConvoxForbiddenError, "Use a key whose role allows this."),
    404: (ConvoxNotFoundError, None),
    409: (ConvoxConflictError, None),
    422: (ConvoxValidationError, None),
    429: (ConvoxAPIError, "Wait for retry_after seconds, then call again."),
    500: (ConvoxServerError, None),
    501: (ConvoxNotImplementedError, "This rack's provider does not offer it."),
    502: (ConvoxGatewayError, "The rack may be updating: call again later."),
    503: (ConvoxGatewayError, "The rack is busy or updating: call again later."),
    504: (ConvoxGatewayError, "The rack did not answer the gateway in time: call again later."),
}

_BY_WORDS: tuple[tuple[type[ConvoxAPIError], tuple[str, ...]], ...] = (
    (ConvoxNotFoundError, ("not found", "no such", "does not exist")),
    (ConvoxConflictError, ("already exists", "is locked")),
    (
        ConvoxValidationError,
        (
            "is reserved", "invalid", "must specify", "can not promote", "required", "not available", "not enabled",
            "is disabled",
        ),
    ),
)  # fmt: skip
"""What the words of a 500 mean, in this order: racks before the error-status fix answer 500 to everything."""

_BUSY = re.compile(r"updating|in progress|nothing to cancel|not running")
"""The words of a 403 that is about the app's state and not about the key's role."""


def from_answer(answer: ErrorAnswer) -> ConvoxAPIError:
    """The typed error for an answer that the engine has read."""
    message = _message(answer)
    kind, hint = _class_for(answer.status, message)
    error = kind(answer.status, message + answer.remark, answer.request_id, body=answer.body, hint=hint)
    if answer.retry_after is not None:
        error.retry_after = answer.retry_after
    _annotate(error, answer.call)
    return error


def from_broken_success(
    message: str = "", *, status: int | None = None, body: Any = None, request_id: str | None = None, **_: Any
) -> ConvoxAPIError:
    """The error for an answer of status below 400 that does not fit the API."""
    return ConvoxProtocolError(status or 0, message, request_id, body=body)


def from_web_page(call: str, status: int, headers: Mapping[str, str], stream: bool) -> ConvoxAPIError | None:
    """The error for a web page with a status below 400, which is what a console sends to who names no rack; None for
    any other answer.

    stream: the call fetches a file. That may well be a page; then it comes with a request id, as every rack's answer.
    """
    if not headers.get("content-type", "").lower().lstrip().startswith("text/html"):
        return None
    if stream and headers.get(REQUEST_ID_HEADER):
        return None
    hint = "Set rack, such as rack='organization/rack', when the host is a console; check the host otherwise."
    error = ConvoxGatewayError(
        502,
        f"{call}: the server answered with a web page (HTTP {status}), so this is no rack's API. {hint}",
        headers.get(REQUEST_ID_HEADER),
        hint=hint,
    )
    _annotate(error, "")
    return error


def _class_for(status: int, message: str) -> tuple[type[ConvoxAPIError], str | None]:
    words = message.lower()
    kind, hint = _BY_STATUS.get(status, (ConvoxAPIError, None))
    if status == 401 and "unauthorized to access" in words:
        return _BY_STATUS[403]
    if status == 403 and _BUSY.search(words):
        return ConvoxConflictError, "Wait until the app is running, or cancel what is under way."
    if status == 500:
        for fitting, phrases in _BY_WORDS:
            if any(phrase in words for phrase in phrases):
                return fitting, None
    return kind, hint


def _message(answer: ErrorAnswer) -> str:
    """The server's words: the `error` of a JSON object, or else the body's text; the title of a web page."""
    body = answer.body
    if isinstance(body, dict) and body.get("error") is not None:
        text = str(body["error"])
    elif isinstance(body, str):
        text = (answer.message if "<html" in body[:4096].lower() else body) or ""
    elif body is not None:
        text = json.dumps(body, ensure_ascii=False)
    else:
        text = ""
    text = text.strip()
    if len(text) > _MAX_MESSAGE:
        text = f"{text[:_MAX_MESSAGE]}..."
    return text or f"HTTP {answer.status}"


def _annotate(error: ConvoxAPIError, call: str) -> None:
    """Say under the traceback which call it was and what to do next: `str(error)` is to be the server's words only."""
    parts = [call] if call else []
    if error.request_id:
        parts.append(f"request id {error.request_id}")
    if error.hint and error.hint not in error.message:
        parts.append(error.hint)
    add_note = getattr(error, "add_note", None)  # Python 3.11
    if parts and add_note is not None:
        add_note("; ".join(parts))


def read_envelope(body: Any) -> tuple[str | None, str | None, dict[str, Any]]:
    """(code, message, members) of an error body. Racks give no codes."""
    if isinstance(body, dict) and body.get("error") is not None:
        return None, str(body["error"]), body
    return None, None, body if isinstance(body, dict) else {}
