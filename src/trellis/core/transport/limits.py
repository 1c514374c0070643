"""How many connections a client may hold, and for how long idle ones are kept."""

from __future__ import annotations

from typing import NamedTuple

import httpx

__all__ = ["PoolLimits"]


class PoolLimits(NamedTuple):
    """connections: at most so many at a time; more calls wait. keepalive: seconds an idle connection is kept."""

    connections: int = 100
    keepalive: float = 5.0

    def whole(self) -> httpx.Limits:
        """For one pool that holds everything."""
        return self._limits(self.connections)

    def single(self) -> httpx.Limits:
        """For one connection by itself."""
        return self._limits(1)

    def _limits(self, connections: int) -> httpx.Limits:
        return httpx.Limits(
            max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=self.keepalive
        )
