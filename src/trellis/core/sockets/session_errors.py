"""The typed errors of an open WebSocket, of whichever service: secrets taken out, the call named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ErrorAnswer
from ..failures import ClosedFailure, DeadlineFailure, TransportFailure
from ..flow import told_id
from ..secrets import scrub

if TYPE_CHECKING:
    from ..flow import Call, FlowContext

    Failure = TransportFailure | DeadlineFailure | ClosedFailure

__all__ = ["SessionErrors"]


class SessionErrors:
    """Makes the errors that one session may end in."""

    def __init__(self, call: Call, context: FlowContext) -> None:
        self._call = call
        self._context = context

    def of(self, failure: Failure) -> Exception:
        """The service's error for a session that broke."""
        definition = self._context.definition
        if isinstance(failure, TransportFailure):
            kind = definition.request_timeout_error if failure.timed_out else definition.network_error
            what = scrub(failure.reason, self._context.secrets)
        elif isinstance(failure, DeadlineFailure):
            kind = definition.deadline_error
            limit = "" if self._call.budget is None else f" of {self._call.budget:g} s"
            what = f"not over within its deadline{limit}"
        else:
            kind = definition.closed_error
            what = "it was closed here while it was in use, or is used after that"
        return kind(f"{self._call.label}: {what}", request_id=told_id(self._call, definition))

    def told(self, words: str, *, status: int = 500) -> Exception:
        """The service's error for what the server says went wrong, as if it had answered with `status`."""
        message = scrub(words, self._context.secrets)
        return self._context.definition.answer_error(
            ErrorAnswer(
                call=self._call.label,
                status=status,
                body=message,
                code=None,
                message=message,
                details={},
                request_id=told_id(self._call, self._context.definition),
                idempotency_key=None,
                retry_after=None,
                headers={},
            )
        )
