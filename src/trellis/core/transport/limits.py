"""How many connections a client may hold, and how an asynchronous one spreads them."""

from __future__ import annotations

from typing import NamedTuple

import httpx

__all__ = ["PoolLimits"]

_SHARD = 1
"""Connections per pool of an asynchronous client. httpcore's pool slows down with the square of its connections, and
closes nearly every connection above its keep-alive limit, so we give it many small pools, all of it kept alive."""


class PoolLimits(NamedTuple):
    """connections: at most so many at a time; more calls wait. keepalive: seconds an idle connection is kept."""

    connections: int = 100
    keepalive: float = 5.0

    def whole(self) -> httpx.Limits:
        """For one pool that holds everything."""
        return self._limits(self.connections)

    def shards(self) -> list[httpx.Limits]:
        """For several pools that hold as much together, as evenly as can be."""
        count = -(-self.connections // _SHARD)
        share, more = divmod(self.connections, count)
        return [self._limits(share + (index < more)) for index in range(count)]

    def _limits(self, connections: int) -> httpx.Limits:
        return httpx.Limits(
            max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=self.keepalive
        )
