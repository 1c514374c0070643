"""How often, and after how long, a KnoxCall request is sent again."""

from __future__ import annotations

import random
from dataclasses import dataclass

from trellis.core.deadline import check_seconds

__all__ = ["RetryPolicy"]


@dataclass(frozen=True)
class RetryPolicy:
    """When to give up, and how long to wait before each further attempt.

    max_attempts: attempts in all, the first included; 1 switches retries off. base_delay: seconds before the second
    attempt, doubled for each one after it. max_delay: the longest of these waits. Each wait is shortened by chance, to
    half at most, so that clients that failed together do not come back together. What the server asks for (in
    Retry-After) is waited for instead, 30 s at most.

    Raises ValueError for numbers outside these limits, TypeError for what is no number.
    """

    max_attempts: int = 3
    base_delay: float = 0.1
    max_delay: float = 5.0

    def __post_init__(self) -> None:
        if isinstance(self.max_attempts, bool) or not isinstance(self.max_attempts, int):
            raise TypeError(f"retry_max_attempts must be an int, got {type(self.max_attempts).__name__}")
        if self.max_attempts < 1:
            raise ValueError(f"retry_max_attempts must be at least 1, got {self.max_attempts}")
        check_seconds("retry_base_delay", self.base_delay, zero=True)
        check_seconds("retry_max_delay", self.max_delay, zero=True)

    def delay_for(self, attempt: int, retry_after: float | None = None) -> float:
        """Seconds to wait before `attempt` (the first is 1, which waits for nothing).

        retry_after: the server's own wish in seconds; 0 counts as none, since a server that is overloaded is not
        helped by an immediate repetition.
        """
        if attempt <= 1:
            return 0.0
        if retry_after:
            return retry_after
        doublings = min(attempt - 2, 64)  # beyond, the power alone would overflow any sensible limit
        return min(self.max_delay, self.base_delay * 2.0**doublings * (0.5 + random.random() / 2))  # noqa: S311
