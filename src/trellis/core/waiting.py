"""The clock of a waiter: when to look again, and when to give up. It waits for nothing itself."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from .deadline import check_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Waiter"]

_LEAST = 0.001


class Waiter:
    """Looks every `interval` seconds for at most `timeout` seconds (None: for ever), with one last look near the end.

    A round is: `remaining()` limits the look, `delay()` says how long to sleep before the next one, None to give up.
    Raises TypeError or ValueError for what is no number of seconds from 0.
    """

    __slots__ = ("_clock", "_end", "_last", "_looked", "interval", "timeout")

    def __init__(self, timeout: float | None, interval: float, clock: Callable[[], float] = monotonic) -> None:
        seconds = check_seconds("poll_interval", interval, zero=True)
        if seconds is None:
            raise TypeError("poll_interval must be a number of seconds, got None")
        self.timeout = check_seconds("timeout", timeout, zero=True)
        self.interval = seconds
        self._clock = clock
        self._end = None if self.timeout is None else clock() + self.timeout
        self._looked = clock()
        self._last = self.timeout == 0

    def remaining(self) -> float | None:
        """The seconds that the next look may take. None for no limit: without a timeout, and for the one look of a
        timeout of 0."""
        self._looked = self._clock()
        if self._end is None or self.timeout == 0:
            return None
        return max(_LEAST, self._end - self._looked)

    def over(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and self._clock() >= self._end

    def delay(self) -> float | None:
        """The seconds to sleep before the next look, None if the last one was made."""
        if self._end is None:
            return self.interval
        now = self._clock()
        left = self._end - now
        if self._last or left <= 0:
            return None
        if left > self.interval:
            return self.interval
        # The last look starts early enough to be over in time, going by how long this one took.
        self._last = True
        return max(0.0, left - 2 * (now - self._looked) - _LEAST * 5)
