"""Time travel: what `handle.time` of each emulated service can do."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    import threading

    from .clock import Clock


_TICK = 1e-6


class _State(Protocol):
    @property
    def clock(self) -> Clock: ...


S = TypeVar("S", bound=_State, covariant=True)


class _Timed(Protocol[S]):
    """A service whose state has a clock."""

    @property
    def lock(self) -> threading.RLock: ...
    @property
    def state(self) -> S: ...


class TimeTravel(Generic[S]):
    """The time of one emulated service. Safe to use from any thread, also while requests are answered.

    It is the service's time alone: clients go by the clock of this machine. A reset goes back to the present, unless
    the settings gave the service a clock of its own.
    """

    def __init__(self, service: _Timed[S]) -> None:
        self._service = service

    @property
    def _state(self) -> S:
        return self._service.state  # a new one after each reset

    def now(self) -> datetime:
        """What time it is for the service, in UTC."""
        return datetime.fromtimestamp(self._state.clock.now(), timezone.utc)

    def advance(self, by: float | timedelta) -> None:
        """Move time forward, in seconds or by a timedelta, and let everything happen that falls due on the way.

        Raises ValueError for a time before now. A gateway whose time differs from the client's by more than
        `KnoxCallSettings.proof_seconds` refuses DPoP proofs, as a real one does.
        """
        with self._service.lock:
            self._state.clock.advance(by.total_seconds() if isinstance(by, timedelta) else by)
            self._settle()

    def _settle(self) -> None:
        """Let everything happen that is due by now. Called with the service's lock held."""

    def _advance_to(self, moment: float) -> None:
        """Move time on to a moment, in seconds since the epoch, if it is not past. Called with the lock held."""
        clock = self._state.clock
        clock.advance(max(0.0, moment - clock.now()))
        while clock.now() < moment:  # sums of such large numbers are rounded
            clock.advance(_TICK)
        self._settle()
