"""How often, and after how long, a call is sent again."""

from __future__ import annotations

import random
from dataclasses import dataclass

from trellis.core.deadline import check_seconds
from trellis.core.retry import backoff

__all__ = ["RETRYABLE_STATUS_CODES", "RetryPolicy"]

RETRYABLE_STATUS_CODES = frozenset({429, 502, 503, 504})
"""Statuses after which a call that may be repeated is sent again. Fixed on purpose."""


@dataclass(frozen=True)
class RetryPolicy:
    """When to give up, and how long to wait before each further attempt.

    max_attempts: attempts in all, the first included; 1 switches retries off. base_delay: seconds before the second
    attempt, doubled for each one after it. max_delay: the longest wait in seconds; a server that asks for more (in
    Retry-After) is not waited for: the error is raised at once and carries `retry_after`. jitter: the fraction, 0 to
    1, by which a computed wait varies to either side.

    Raises ValueError for numbers outside these limits, TypeError for what is no number.
    """

    max_attempts: int = 3
    base_delay: float = 0.2
    max_delay: float = 30.0
    jitter: float = 0.1

    def __post_init__(self) -> None:
        if isinstance(self.max_attempts, bool) or not isinstance(self.max_attempts, int):
            raise TypeError(f"max_attempts must be an int, got {type(self.max_attempts).__name__}")
        if self.max_attempts < 1:
            raise ValueError(f"max_attempts must be at least 1, got {self.max_attempts}")
        check_seconds("base_delay", self.base_delay, zero=True)
        check_seconds("max_delay", self.max_delay, zero=True)
        check_seconds("jitter", self.jitter, zero=True)
        if self.max_delay < self.base_delay:
            raise ValueError(f"max_delay ({self.max_delay}) must not be below base_delay ({self.base_delay})")
        if self.jitter > 1:
            raise ValueError(f"jitter is a fraction from 0 to 1, got {self.jitter}")

    def delay_for(self, attempt: int, retry_after: float | None = None) -> float:
        """Seconds to wait before `attempt` (the first is 1, which waits for nothing).

        `retry_after`, the server's own wish in seconds, is returned as it is.
        """
        if attempt <= 1:
            return 0.0
        if retry_after is not None:
            return retry_after
        return backoff(attempt, base=self.base_delay, cap=self.max_delay, jitter=self.jitter, random=random.random)
