"""Time limits as plain numbers: `timeout` bounds each phase of one attempt, `deadline` the whole call."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .effects import Timeouts

__all__ = ["PHASES", "capped", "check_seconds", "timeouts_of"]

_LARGEST = sys.float_info.max  # compared with, since `math.isfinite` cannot take every int
PHASES = ("connect", "read", "write", "pool")


def check_seconds(name: str, value: float | None, *, zero: bool = False) -> float | None:
    """Return `value` as a float; TypeError or ValueError if it is no finite number of seconds above 0 (None passes)."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be a number of seconds, got {type(value).__name__}")
    if not -_LARGEST <= value <= _LARGEST or value < 0 or (value == 0 and not zero):
        raise ValueError(
            f"{name} must be a finite number of seconds {'of at least' if zero else 'above'} 0, got {value!r}"
        )
    return float(value)


def timeouts_of(timeout: Any) -> Timeouts:
    """Seconds per phase from a number, None (no limit), or an object with the four phases like httpx.Timeout."""
    if timeout is None or isinstance(timeout, (int, float)):
        seconds = check_seconds("timeout", timeout)
        return dict.fromkeys(PHASES, seconds)
    try:
        return {phase: check_seconds(f"timeout.{phase}", getattr(timeout, phase)) for phase in PHASES}
    except AttributeError:
        raise TypeError(
            f"timeout must be a number of seconds or an httpx.Timeout, got {type(timeout).__name__}"
        ) from None


def capped(timeouts: Timeouts, remaining: float) -> Timeouts:
    """The limits of one attempt when only `remaining` seconds are left for the whole call."""
    return {phase: remaining if limit is None or limit > remaining else limit for phase, limit in timeouts.items()}
