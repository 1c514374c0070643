"""Time as the emulated services see it: the wall clock, or one that tests move by hand."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """Seconds since the epoch that follow `source` and can be moved forward.

    Use `Clock.frozen(at)` for a clock that stands still until `advance` moves it.
    """

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset = 0.0
        self._lock = threading.Lock()

    @classmethod
    def frozen(cls, at: float = 1_778_416_496.0) -> Clock:
        """A clock that reads `at` (2026-05-10T12:34:56Z unless given) until it is advanced."""
        return cls(lambda: at)

    def now(self) -> float:
        """The present moment in seconds since the epoch."""
        with self._lock:
            return self._source() + self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock forward; a negative value is a ValueError."""
        if seconds < 0:
            raise ValueError("a clock only moves forward")
        with self._lock:
            self._offset += seconds


def iso(moment: float) -> str:
    """`moment` (seconds since the epoch) as an RFC 3339 time in UTC, with microseconds."""
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_iso(text: str) -> float:
    """An ISO 8601 date or time in seconds since the epoch, of UTC if it names no zone; ValueError if it is none."""
    read = datetime.fromisoformat(text.removesuffix("Z") + ("+00:00" if text.endswith("Z") else ""))
    return (read if read.tzinfo is not None else read.replace(tzinfo=timezone.utc)).timestamp()
