"""When to send again, and after how long: pure rules over a service's definition and the server's answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Backoff", "backoff", "check_backoff", "parse_retry_after"]

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")


class Backoff(Protocol):
    """What the flow asks of a retry policy. Each SDK's public policy class fits."""

    @property
    def max_attempts(self) -> int: ...
    @property
    def max_delay(self) -> float: ...
    def delay_for(self, attempt: int, retry_after: float | None = None) -> float: ...


def check_backoff(policy: object) -> None:
    """Raise TypeError for what is no retry policy, which would otherwise be found out by the first call that fails."""
    if not (hasattr(policy, "max_attempts") and hasattr(policy, "max_delay") and hasattr(policy, "delay_for")):
        raise TypeError(f"a retry policy has max_attempts, max_delay and delay_for(), got {type(policy).__name__}")


def backoff(attempt: int, *, base: float, cap: float, jitter: float, random: Callable[[], float]) -> float:
    """Seconds to wait before `attempt` (the second attempt is 2): `base` doubled for each one after it, at most `cap`,
    spread by the fraction `jitter` to either side. `random` gives numbers in [0, 1)."""
    if attempt <= 1:
        return 0.0
    delay = cap
    if attempt - 2 < 64:  # past that the power alone would overflow any sensible cap
        delay = min(cap, base * 2.0 ** (attempt - 2))
    return delay * (1.0 + jitter * (2.0 * random() - 1.0))


def parse_retry_after(value: str | None, wall_clock: Callable[[], float]) -> float | None:
    """Seconds to wait from a Retry-After header (RFC 9110, section 10.2.3): a number, or an HTTP date.

    A time in the past or a negative number is 0; anything unreadable is None, as if the header were absent.
    """
    if value is None:
        return None
    value = value.strip()
    if _NUMBER.fullmatch(value):
        return max(0.0, float(value))
    from datetime import timezone
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:  # the old asctime form does not say so, but HTTP dates are always GMT
            moment = moment.replace(tzinfo=timezone.utc)
        return max(0.0, moment.timestamp() - wall_clock())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
