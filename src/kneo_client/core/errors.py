"""The errors of a Kneo client.

    KneoError                              any failure of a call
      KneoNetworkError                     no usable answer: DNS, connection, TLS, a reply cut off
        KneoRequestTimeoutError            ... because a phase outlasted the profile's timeout (also a KneoTimeoutError)
      KneoTimeoutError                     a waiter or a deadline ran out (also a built-in TimeoutError)
      KneoProtocolError                    a success whose body does not fit the API; a redirect
      KneoClosedError                      the client was used after it was closed (also a RuntimeError)
      KneoBadRequestError                  400
      KneoAuthError                        401
      KneoPermissionError                  403
      KneoNotFoundError                    404
      KneoConflictError                    409
        KneoIdempotencyMismatchError       ... the idempotency key was used for another payload
        KneoHumanTaskExpiredError          ... the human task is past its deadline
      KneoPayloadTooLargeError             413
      KneoValidationError                  422
      KneoRateLimitedError                 429
      KneoServerError                      5xx
        KneoServiceUnavailableError        503

All hold plain data and survive pickle, copy and deepcopy.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from trellis.core.errors import ErrorAnswer, ServiceError, read_error_answer

if TYPE_CHECKING:
    import httpx

__all__ = [
    "KneoAuthError",
    "KneoBadRequestError",
    "KneoClosedError",
    "KneoConflictError",
    "KneoError",
    "KneoHumanTaskExpiredError",
    "KneoIdempotencyMismatchError",
    "KneoNetworkError",
    "KneoNotFoundError",
    "KneoPayloadTooLarge",
    "KneoPayloadTooLargeError",
    "KneoPermissionError",
    "KneoProtocolError",
    "KneoRateLimited",
    "KneoRateLimitedError",
    "KneoRequestTimeoutError",
    "KneoServerError",
    "KneoServiceUnavailable",
    "KneoServiceUnavailableError",
    "KneoTimeoutError",
    "KneoValidationError",
    "from_response",
]


class KneoError(ServiceError):
    """A call failed.

    status: the HTTP status, None if no answer came. body: the answer's parsed JSON, its text, or None. request_id:
    the id the platform knows the call by. idempotency_key: the key that was sent, None if none was. code: the
    platform's own error code (`detail.error`), None if the answer had none.
    """


class KneoNetworkError(KneoError):
    """No usable answer came: name resolution, connection, TLS, or a reply that broke off."""


class KneoTimeoutError(KneoError, TimeoutError):
    """A waiter's timeout or a call's deadline ran out."""


class KneoRequestTimeoutError(KneoNetworkError, KneoTimeoutError):
    """Connecting, sending or receiving took longer than the timeout allows."""


class KneoProtocolError(KneoError):
    """The platform reported success, but the body is missing, no JSON, or does not fit the API; or it redirected."""


class KneoClosedError(KneoError, RuntimeError):
    """The client was used after it was closed."""


class KneoBadRequestError(KneoError):
    """400: the platform cannot make sense of the request."""


class KneoAuthError(KneoError):
    """401: the API key is missing or unknown."""


class KneoPermissionError(KneoError):
    """403: the API key lacks a scope, or a policy forbids it. required_scope: what is missing, if the platform says."""

    required_scope: str | None = None


class KneoNotFoundError(KneoError):
    """404: there is no such resource."""


class KneoConflictError(KneoError):
    """409: the resource's state does not allow it. retry_after: seconds the platform asks to wait, or None."""

    retry_after: float | None = None


class KneoIdempotencyMismatchError(KneoConflictError):
    """409: the idempotency key was used before, with another payload."""


class KneoHumanTaskExpiredError(KneoConflictError):
    """409: the human task is past its deadline. expires_at: that moment, in seconds since the epoch, or None."""

    continuation_id: str | None = None
    expires_at: float | None = None


class KneoPayloadTooLargeError(KneoError):
    """413: the request body is too large. max_body_bytes: the limit, if the platform says."""

    max_body_bytes: int | None = None


class KneoValidationError(KneoError):
    """422: the request does not fit the API; `body` lists every place."""


class KneoRateLimitedError(KneoError):
    """429: too many requests. retry_after: seconds to wait, from the Retry-After header, or None."""

    retry_after: float | None = None


class KneoServerError(KneoError):
    """5xx: the platform failed."""


class KneoServiceUnavailableError(KneoServerError):
    """503: the platform cannot serve just now. retry_after: seconds it asks to wait, or None."""

    retry_after: float | None = None


KneoRateLimited = KneoRateLimitedError
"""The same class, by its other name."""
KneoPayloadTooLarge = KneoPayloadTooLargeError
"""The same class, by its other name."""
KneoServiceUnavailable = KneoServiceUnavailableError
"""The same class, by its other name."""

_BY_STATUS: dict[int, tuple[type[KneoError], str | None]] = {
    400: (KneoBadRequestError, None),
    401: (KneoAuthError, "Check the profile's api_key and auth_scheme."),
    403: (KneoPermissionError, "Use a key with the scope this operation needs."),
    404: (KneoNotFoundError, None),
    409: (KneoConflictError, "Read the resource's present state, then decide."),
    413: (KneoPayloadTooLargeError, None),
    422: (KneoValidationError, None),
    429: (KneoRateLimitedError, "Wait for retry_after seconds, then call again."),
    503: (KneoServiceUnavailableError, "It may pass: call again later."),
}
_MISMATCH = "The key belongs to another payload: use a new key, or send the payload it was first used with."


def from_response(response: httpx.Response, *, idempotency_key: str | None = None) -> KneoError:
    """The error for an HTTP answer, by status and, for 409, by the platform's code.

    A 409 without a code is a mismatch if the request carried an idempotency key. Statuses below 400 give a plain
    `KneoError`: they are no success where an error was asked for.
    """
    answer = read_error_answer(
        response,
        envelope=read_envelope,
        request_id_header="X-Request-ID",
        wall_clock=time.time,
        idempotency_key=idempotency_key,
    )
    return from_answer(answer)


def from_answer(answer: ErrorAnswer) -> KneoError:
    """The typed error for an answer that the engine has read."""
    status, code = answer.status, answer.code
    kind, hint = _BY_STATUS.get(status, (KneoServerError if status >= 500 else KneoError, None))
    if status == 409:
        if code == "idempotency_key_conflict" or (code is None and answer.idempotency_key is not None):
            kind, hint = KneoIdempotencyMismatchError, _MISMATCH
        elif code == "human_task_expired":
            kind, hint = KneoHumanTaskExpiredError, None
    error = kind(
        answer.text(hint),
        status=status,
        body=answer.body,
        request_id=answer.request_id,
        idempotency_key=answer.idempotency_key,
        code=code,
    )
    _add_details(error, answer)
    return error


def _add_details(error: KneoError, answer: ErrorAnswer) -> None:
    details = answer.details
    if isinstance(error, (KneoConflictError, KneoRateLimitedError, KneoServiceUnavailableError)):
        error.retry_after = answer.retry_after
    if isinstance(error, KneoPermissionError):
        error.required_scope = _of(details, "required_scope", str)
    elif isinstance(error, KneoPayloadTooLargeError):
        error.max_body_bytes = _of(details, "max_body_bytes", int)
    elif isinstance(error, KneoHumanTaskExpiredError):
        error.continuation_id = _of(details, "continuation_id", str)
        expires_at = _of(details, "expires_at", (int, float))
        error.expires_at = None if expires_at is None else float(expires_at)


def _of(details: dict[str, Any], name: str, kind: type | tuple[type, ...]) -> Any:
    value = details.get(name)
    return value if isinstance(value, kind) and not isinstance(value, bool) else None


def read_envelope(body: Any) -> tuple[str | None, str | None, dict[str, Any]]:
    """(code, message, details) of an error body: `detail` is an object, a list of validation problems, or missing."""
    if not isinstance(body, dict):
        return None, None, {}
    detail = body.get("detail")
    if isinstance(detail, list):
        return None, _summary(detail), {}
    if isinstance(detail, str):
        return None, detail, {}
    members = detail if isinstance(detail, dict) else body
    code, message = members.get("error"), members.get("message")
    return (
        code if isinstance(code, str) and code else None,
        message if isinstance(message, str) and message else None,
        members,
    )


def _summary(problems: list[Any]) -> str:
    """The first validation problem as "body.input: Field required", and how many more there are."""
    first = problems[0] if problems else None
    if not isinstance(first, dict):
        return "the request does not fit the API"
    loc = first.get("loc")
    where = ".".join(str(part) for part in loc) if isinstance(loc, list) else "request"
    more = f" (+{len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{where}: {first.get('msg', 'invalid')}{more}"
