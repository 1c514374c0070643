"""The limit on requests per window, which a test switches on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .failures import GatewayError

if TYPE_CHECKING:
    from trellis.emulator.clock import Clock


class RateLimit:
    """Counts requests in fixed windows; no limit until `set`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requests: int | None = None
        self._window = 0.0
        self._ends_at = 0.0
        self._used = 0

    def set(self, requests: int, window_seconds: float = 60.0) -> None:
        """Allow `requests` in every `window_seconds`, beginning with the next request."""
        if requests < 0 or window_seconds <= 0:
            raise ValueError("a rate limit allows a number of requests in a positive number of seconds")
        self._requests, self._window, self._ends_at = requests, window_seconds, 0.0

    def lift(self) -> None:
        """Allow any number of requests."""
        self._requests = None

    def count(self) -> None:
        """Count one request; 429 if it is one too many."""
        if self._requests is None:
            return
        now = self._clock.now()
        if now >= self._ends_at:
            self._ends_at, self._used = now + self._window, 0
        self._used += 1
        if self._used > self._requests:
            wait = max(1, math.ceil(self._ends_at - now))
            headers = {"retry-after": str(wait), "x-ratelimit-limit": str(self._requests), "x-ratelimit-remaining": "0"}
            raise GatewayError(429, "rate_limited", f"More than {self._requests} requests", headers=headers)
