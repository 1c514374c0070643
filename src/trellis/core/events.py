"""What a hook is told about a call: frozen, plain, without header values or bodies."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["AttemptFinished", "AttemptStarted", "CallFinished", "CallStarted", "Event", "RetryScheduled"]


class CallStarted(NamedTuple):
    """A logical call begins; its ids stay the same over all its attempts."""

    operation: str
    """The operation's id in the pinned spec, or "METHOD path" for a call outside it."""
    method: str
    path: str
    """The path as it will be sent, without the query."""
    request_id: str
    idempotency_key: str | None
    service: str = ""
    """The service's name for people, such as "Kneo"."""
    template: str | None = None
    """The path as the pinned spec writes it, such as "/v1/runs/{run_id}"; None for a call outside it."""
    scheme: str | None = None
    host: str | None = None
    port: int | None = None
    """Where the request goes; None where the caller's own HTTP client knows and we do not."""
    call: int = 0
    """A number that the events of this call share with no other call of the process. Request ids are no such thing: a
    caller may give several calls the same."""


class AttemptStarted(NamedTuple):
    """A request is about to be sent."""

    operation: str
    request_id: str
    attempt: int
    """1 for the first."""
    call: int = 0


class AttemptFinished(NamedTuple):
    """An attempt came back (`status`) or broke (`failure`, in words)."""

    operation: str
    request_id: str
    attempt: int
    status: int | None
    failure: str | None
    seconds: float
    call: int = 0
    kind: str | None = None
    """What broke, as a word for statistics: "connect_error", "receive_timeout" and so on for each phase of
    `trellis.core.failures.Phase`, "deadline", "closed"; None where there is a status."""


class RetryScheduled(NamedTuple):
    """The call will be sent again after `delay` seconds."""

    operation: str
    request_id: str
    attempt: int
    """The attempt that has just failed."""
    delay: float
    reason: str
    """"status 503", or "transport error: ..."."""
    call: int = 0


class CallFinished(NamedTuple):
    """A logical call is over. `error` is the name of the exception's class, "cancelled", or None after success."""

    operation: str
    request_id: str
    attempts: int
    status: int | None
    error: str | None
    seconds: float
    call: int = 0


Event = CallStarted | AttemptStarted | AttemptFinished | RetryScheduled | CallFinished
"""Any of them: what a hook is called with."""
