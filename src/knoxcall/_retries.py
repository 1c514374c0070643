"""How often, and after how long, a KnoxCall request is sent again."""

from __future__ import annotations

import random

from trellis.core.deadline import check_seconds

__all__ = ["RetryPolicy"]


class RetryPolicy:
    """When to give up, and how long to wait before each further attempt.

    max_attempts: attempts in all, the first included; 1 switches retries off. base_delay: seconds before the second
    attempt, doubled for each one after it. max_delay: the longest of these waits. Each wait is shortened by chance, to
    half at most, so that clients that failed together do not come back together. What the server asks for (in
    Retry-After) is waited for instead, 30 s at most.

    Raises ValueError for numbers outside these limits, TypeError for what is no number.
    """

    # Not a dataclass: those cost a program that only names the client a quarter of its import.
    __slots__ = ("base_delay", "max_attempts", "max_delay")

    max_attempts: int
    base_delay: float
    max_delay: float

    def __init__(self, max_attempts: int = 3, base_delay: float = 0.1, max_delay: float = 5.0) -> None:
        if isinstance(max_attempts, bool) or not isinstance(max_attempts, int):
            raise TypeError(f"retry_max_attempts must be an int, got {type(max_attempts).__name__}")
        if max_attempts < 1:
            raise ValueError(f"retry_max_attempts must be at least 1, got {max_attempts}")
        check_seconds("retry_base_delay", base_delay, zero=True)
        check_seconds("retry_max_delay", max_delay, zero=True)
        self.max_attempts = max_attempts
        self.base_delay = base_delay
        self.max_delay = max_delay

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
