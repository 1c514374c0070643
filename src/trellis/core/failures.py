"""What can go wrong between us and the server, in our own words: drivers throw these into a flow, users never see them.

They carry plain text only. Nothing of the HTTP library (whose exceptions hold the request, hence its credentials) is
kept, neither as cause nor as context.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from .secrets import scrub

if TYPE_CHECKING:
    from .secrets import Secret

__all__ = ["ClosedFailure", "DeadlineFailure", "Phase", "TransportFailure"]

Phase = Literal["pool", "connect", "send", "receive", "decode"]
"""Where an attempt broke: waiting for a connection, making one, sending, receiving, or decompressing the body."""


class TransportFailure(Exception):
    """One attempt failed below HTTP.

    phase: where. sent: False only if the request surely never left (no connection was made), which makes it safe to
    send any request again. timed_out: a limit of `timeout` was reached. reason: what happened, for people.
    """

    def __init__(self, reason: str, *, phase: Phase, sent: bool = True, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.phase: Phase = phase
        self.sent = sent
        self.timed_out = timed_out

    @property
    def kind(self) -> str:
        """What happened as one word, for statistics."""
        return f"{self.phase}_{'timeout' if self.timed_out else 'error'}"

    def hide(self, secrets: tuple[Secret, ...]) -> None:
        """Take secrets out of the reason: a server's rubbish may quote what we sent, and a crash report shows the
        variables that hold this failure."""
        self.reason = scrub(self.reason, secrets)
        self.args = (self.reason,)

    def __reduce__(self) -> tuple[Any, ...]:
        # Those who wait for another's token get copies, and the default would call `__init__` without the keywords.
        rebuild = partial(TransportFailure, phase=self.phase, sent=self.sent, timed_out=self.timed_out)
        return rebuild, (self.reason,)


class DeadlineFailure(Exception):
    """The call's own deadline passed while an effect was under way."""

    kind = "deadline"

    def __str__(self) -> str:
        return "deadline passed"


class ClosedFailure(Exception):
    """The client was closed while a call was under way: there are no connections any more, and must be none."""

    kind = "closed"

    def __str__(self) -> str:
        return "client closed"
