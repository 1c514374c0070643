"""The errors of a KnoxCall client.

    KnoxCallError                          any failure
      APIConnectionError                   no usable answer: DNS, connection, TLS, a reply cut off
        APIConnectionTimeoutError          ... because time ran out (also a built-in TimeoutError)
      APIUserAbortError                    kept for programs that name it; nothing raises it
      ProtocolError                        a success that is none: a redirect, an HTML page, JSON of another shape
      ClientClosedError                    the client was used after it was closed (also a RuntimeError)
      BadRequestError                      400
      AuthenticationError                  401, or a login that has to be made anew
      PaymentRequiredError                 402
      PermissionDeniedError                403
      NotFoundError                        404
      ConflictError                        409
      ValidationError                      422
      RateLimitError                       429
      ServerError                          5xx
      BootstrapError                       the client's credentials, tenant or hosts do not fit together
        NotAuthenticatedError              there are no credentials at all
      TokenStoreError                      the shared token store cannot be used
      WebhookSignatureVerificationError    a webhook delivery is not to be trusted
      SignupError                          signing up, or claiming a sign-up, was refused

All hold plain data and survive pickle, copy and deepcopy. Headers kept on an error are redacted.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from trellis.core.errors import ErrorAnswer, ServiceError, read_error_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "APIConnectionError",
    "APIConnectionTimeoutError",
    "APIUserAbortError",
    "AuthenticationError",
    "BadRequestError",
    "BootstrapError",
    "ClientClosedError",
    "ConflictError",
    "KnoxCallError",
    "KnoxCallSecurityWarning",
    "NotAuthenticatedError",
    "NotFoundError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PermissionError",
    "ProtocolError",
    "RateLimitError",
    "ServerError",
    "SignupError",
    "TokenStoreError",
    "ValidationError",
    "WebhookSignatureVerificationError",
    "error_from_response",
]

REQUEST_ID_HEADER = "X-Request-Id"

_MASK = "[REDACTED]"
_OPEN_HEADERS = frozenset({"dpop-nonce", "www-authenticate", "x-idempotency-key", "access-control-allow-credentials"})
_SECRET_WORDS = ("auth", "cookie", "dpop", "key", "token", "secret", "password", "signature", "credential", "session")


class KnoxCallSecurityWarning(UserWarning):
    """Something works, but puts credentials at risk: plain http to another machine, a file that others may read."""


class KnoxCallError(ServiceError):
    """Something with KnoxCall failed.

    message: the server's own words where an answer came, otherwise what happened; `str(error)` also has the call,
    status, request id and what to do next. status: the HTTP status, None if no answer came. code: KnoxCall's own error
    code. request_id: quote it to support. headers: of the answer, names in lower case, values of sensitive ones
    replaced; None if no answer came. body: the answer's JSON, its text, or None. idempotency_key: the key that was
    sent, if one was.
    """

    headers: dict[str, str] | None

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        idempotency_key: str | None = None,
    ) -> None:
        super().__init__(
            message, status=status, body=body, request_id=request_id, idempotency_key=idempotency_key, code=code
        )
        self.message = message
        self.headers = None if headers is None else _redacted(headers.items())


class APIConnectionError(KnoxCallError):
    """No usable answer came: name resolution, connection, TLS, or a reply that broke off."""


class APIConnectionTimeoutError(APIConnectionError, TimeoutError):
    """Connecting, sending or receiving took longer than the timeout allows, or the call longer than its deadline."""


class APIUserAbortError(KnoxCallError):
    """The caller aborted the call. Nothing raises it: a cancelled task ends in its loop's own cancellation."""


class ProtocolError(KnoxCallError):
    """The server reported success, but redirected, or answered something that does not fit the API."""


class ClientClosedError(KnoxCallError, RuntimeError):
    """The client was used after it was closed."""


class BadRequestError(KnoxCallError):
    """400: the server cannot make sense of the request."""


class AuthenticationError(KnoxCallError):
    """401: the credential is missing, unknown, expired or revoked; or a stored login has to be made anew."""


class PaymentRequiredError(KnoxCallError):
    """402: the account's plan does not cover it."""


class PermissionDeniedError(KnoxCallError):
    """403: the credential is known but may not do this."""


PermissionError = PermissionDeniedError
"""The same class, by a name that hides a built-in exception where it is imported."""


class NotFoundError(KnoxCallError):
    """404: there is no such resource, or the credential's tenant does not have it."""


class ConflictError(KnoxCallError):
    """409: the resource's state does not allow it, or the idempotency key belongs to another request."""


class ValidationError(KnoxCallError):
    """422: values of the request are not acceptable. fields: what is wrong, by the name of the field."""

    fields: dict[str, Any]

    def __init__(self, message: str = "", *, fields: Mapping[str, Any] | None = None, **of_the_answer: Any) -> None:
        super().__init__(message, **of_the_answer)
        self.fields = dict(fields) if fields else _fields_of(self.body)


class RateLimitError(KnoxCallError):
    """429: too many requests. retry_after: seconds to wait, from the Retry-After header, or None."""

    retry_after: float | None = None


class ServerError(KnoxCallError):
    """5xx: the server failed. retry_after: seconds it asks to wait, or None."""

    retry_after: float | None = None


class BootstrapError(KnoxCallError):
    """The client cannot be set up: its credentials contradict each other, or its tenant or hosts cannot be used."""


class NotAuthenticatedError(BootstrapError):
    """There are no credentials: none were given, and none were found in the environment."""


class TokenStoreError(KnoxCallError):
    """The token store failed: it is not reachable, or refused the operation."""


class WebhookSignatureVerificationError(KnoxCallError):
    """A webhook delivery is not to be trusted: its signature, its age or its form. Answer 400 and do not act on it."""


class SignupError(KnoxCallError):
    """Signing up was refused. type: the server's code for why, the same as `code`."""

    @property
    def type(self) -> str | None:
        """The server's code for why."""
        return self.code


_BY_STATUS: dict[int, tuple[type[KnoxCallError], str | None]] = {
    400: (BadRequestError, None),
    401: (AuthenticationError, "Check the credential; authenticate() asks for a new token."),
    402: (PaymentRequiredError, "Check the account's plan and payment."),
    403: (PermissionDeniedError, "Use a credential with the scope or role this needs."),
    404: (NotFoundError, None),
    409: (ConflictError, "Read the resource's present state, then decide."),
    422: (ValidationError, None),
    429: (RateLimitError, "Wait for retry_after seconds, then call again."),
}


def error_from_response(status: int, body: Any, headers: Mapping[str, str] | None = None) -> KnoxCallError:
    """The typed error for an HTTP answer.

    body: its bytes, its text, its parsed JSON, or None. headers: its headers. Statuses below 400 give a plain
    `KnoxCallError`: they are no success where an error was asked for.
    """
    answer = read_error_answer(
        _Answer(status, body, headers or {}),
        envelope=read_envelope,
        request_id_header=REQUEST_ID_HEADER,
        wall_clock=time.time,
    )
    return from_answer(answer)


class _Answer:
    """What came, in the form in which the core reads answers."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str]) -> None:
        self.status_code = status
        self.headers = _AnyCase({str(name).lower(): str(value) for name, value in headers.items()})
        if body is None:
            self.content = b""
        elif isinstance(body, (bytes, bytearray, memoryview)):
            self.content = bytes(body)
        elif isinstance(body, str):
            self.content = body.encode("utf-8", "replace")
        else:
            import json

            self.content = json.dumps(body, default=repr).encode()


class _AnyCase(dict[str, str]):
    """Headers by name in any case."""

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


def from_answer(answer: ErrorAnswer) -> KnoxCallError:
    """The typed error for an answer that the engine has read."""
    status, details = answer.status, answer.details
    kind, hint = _BY_STATUS.get(status, (ServerError if status >= 500 else KnoxCallError, None))
    if not answer.headers.get(REQUEST_ID_HEADER.lower()):
        # The server names the request in its body only: still a better clue for support than the id that we sent.
        answer.request_id = _text(details.get("request_id")) or _text(details.get("errorId")) or answer.request_id
    error = kind(
        answer.text(hint),
        status=status,
        code=answer.code,
        request_id=answer.request_id,
        headers=answer.headers,
        body=answer.body,
        idempotency_key=answer.idempotency_key,
    )
    if answer.message:
        error.message = answer.message
    if isinstance(error, (RateLimitError, ServerError)):
        error.retry_after = _whole(answer.retry_after)
    return error


def _whole(seconds: float | None) -> float | None:
    """An int where it is one: that is how the header says it, and what callers print."""
    return int(seconds) if seconds is not None and seconds.is_integer() else seconds


def read_envelope(body: Any) -> tuple[str | None, str | None, dict[str, Any]]:
    """(code, message, members) of an error body: KnoxCall's `{"error": {...}}`, OAuth's (RFC 6749, 5.2), or flat."""
    if not isinstance(body, dict):
        return None, None, {}
    error = body.get("error")
    if isinstance(error, dict):
        code = _text(error.get("type")) or _text(error.get("code"))
        return code, _text(error.get("message")), {**body, **error}
    code = _text(body.get("code")) or _text(error)
    return code, _text(body.get("error_description")) or _text(body.get("message")) or _text(error), body


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _fields_of(body: Any) -> dict[str, Any]:
    """What a validation answer says by field: inside `error`, or at the top; both, if both are there."""
    if not isinstance(body, dict):
        return {}
    error = body.get("error")
    found: dict[str, Any] = {}
    for holder in (body, error if isinstance(error, dict) else {}):
        fields = holder.get("fields")
        if isinstance(fields, dict):
            found.update(fields)
    return found


def _redacted(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    kept = {}
    for name, value in headers:
        name = name.lower()
        secret = name not in _OPEN_HEADERS and any(word in name for word in _SECRET_WORDS)
        kept[name] = _MASK if secret else value
    return kept
