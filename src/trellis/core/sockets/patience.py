"""How long the two ends of a WebSocket are waited for, and what is due then. Pure: the clock is given in."""

from __future__ import annotations

from ..failures import DeadlineFailure, TransportFailure

__all__ = ["Patience"]


class Patience:
    """The time limits of one session, in seconds; None for no limit.

    silence: without a byte from the server it counts as lost. write: likewise if it takes nothing. ping_interval: after
    so much silence the server is asked for a sign of life, again and again; None: never. deadline: clock time at which
    the session must be over.
    """

    __slots__ = ("_asked", "_deadline", "_heard", "_ping_interval", "_silence", "_write")

    def __init__(
        self,
        now: float,
        *,
        silence: float | None = None,
        write: float | None = None,
        ping_interval: float | None = None,
        deadline: float | None = None,
    ) -> None:
        self._silence = silence
        self._write = write
        self._ping_interval = ping_interval
        self._deadline = deadline
        self._heard = now
        self._asked = now

    def begin(self, now: float) -> None:
        """Somebody starts to wait: what the caller did meanwhile is not the server's silence."""
        self._heard = now

    def heard(self, now: float) -> None:
        """Bytes came."""
        self._heard = self._asked = now

    def to_read(self, now: float) -> float | None:
        """How long to wait for bytes before asking `overdue`."""
        times = [self._deadline, _later(self._heard, self._silence), self._next_ping()]
        return min((max(0.0, time - now) for time in times if time is not None), default=None)

    def overdue(self, now: float) -> bool:
        """Nothing came: whether a ping is due. DeadlineFailure or TransportFailure if the time is up."""
        self._check_deadline(now)
        if self._silence is not None and self._heard + self._silence <= now:
            reason = f"nothing came from the server for {self._silence:g} s"
            raise TransportFailure(reason, phase="receive", timed_out=True)
        next_ping = self._next_ping()
        due = next_ping is not None and next_ping <= now
        if due:
            self._asked = now
        return due

    def to_write(self, now: float) -> float | None:
        """How long to wait until the server takes more."""
        times = [self._deadline, _later(now, self._write)]
        return min((max(0.0, time - now) for time in times if time is not None), default=None)

    def not_taken(self, now: float) -> TransportFailure:
        """Why writing is given up. DeadlineFailure, raised, if it is that."""
        self._check_deadline(now)
        reason = f"the server took nothing for {self._write:g} s"
        return TransportFailure(reason, phase="send", timed_out=True)

    def _check_deadline(self, now: float) -> None:
        if self._deadline is not None and self._deadline <= now:
            raise DeadlineFailure

    def _next_ping(self) -> float | None:
        return _later(max(self._heard, self._asked), self._ping_interval)


def _later(time: float, seconds: float | None) -> float | None:
    return None if seconds is None else time + seconds
