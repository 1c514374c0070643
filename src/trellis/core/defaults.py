"""What the client of a new service starts with: when to send again, and where the error stands in a refusal's body."""

from __future__ import annotations

import random
from typing import Any

from .deadline import check_seconds
from .retry import backoff

__all__ = ["RetryPolicy", "read_envelope"]

_JITTER = 0.25
_WRAPPERS = ("error", "detail", "errors")
_CODES = ("code", "error_code", "type", "error", "status")
_MESSAGES = ("message", "error_description", "detail", "title", "description", "msg", "error")


class RetryPolicy:
    """When to give up, and how long to wait before each further attempt.

    max_attempts: attempts in all, the first included; 1 switches retries off. base_delay: seconds before the second
    attempt, doubled for each one after it, varied by a quarter to either side. max_delay: the longest wait in seconds;
    a server that asks for more (in Retry-After) is not waited for: the error is raised at once.

    Raises ValueError for numbers outside these limits, TypeError for what is no number.
    """

    __slots__ = ("base_delay", "max_attempts", "max_delay")

    def __init__(self, max_attempts: int = 3, *, base_delay: float = 0.2, max_delay: float = 30.0) -> None:
        if isinstance(max_attempts, bool) or not isinstance(max_attempts, int):
            raise TypeError(f"max_attempts must be an int, got {type(max_attempts).__name__}")
        if max_attempts < 1:
            raise ValueError(f"max_attempts must be at least 1, got {max_attempts}")
        check_seconds("base_delay", base_delay, zero=True)
        check_seconds("max_delay", max_delay, zero=True)
        self.max_attempts = max_attempts
        self.base_delay = base_delay
        self.max_delay = max_delay

    def delay_for(self, attempt: int, retry_after: float | None = None) -> float:
        """Seconds to wait before `attempt`; the server's own wish as it is."""
        if retry_after is not None:
            return retry_after
        return backoff(attempt, base=self.base_delay, cap=self.max_delay, jitter=_JITTER, random=random.random)


def read_envelope(body: Any) -> tuple[str | None, str | None, dict[str, Any]]:
    """(code, message, members) of an error body in one of the usual shapes: RFC 9457 problem details, an OAuth error
    (RFC 6749, section 5.2), or an object (or a list, whose first entry counts) under `error`, `detail` or `errors`."""
    for _ in range(3):
        if isinstance(body, list):
            body = body[0] if body else None
        inner = (
            next((body[key] for key in _WRAPPERS if isinstance(body.get(key), (dict, list))), None)
            if _is(body)
            else None
        )
        if not inner:
            break
        body = inner
    if not _is(body):
        return None, body if isinstance(body, str) and body else None, {}
    message = _text(body, _MESSAGES)
    code = _text(body, _CODES)
    return (None if code == message else code), message, body


def _is(body: Any) -> bool:
    return isinstance(body, dict)


def _text(body: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((body[name] for name in names if isinstance(body.get(name), str) and body[name]), None)
