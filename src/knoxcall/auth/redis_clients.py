"""A caller's Redis client, used in the event loop and process that its connections belong to."""

from __future__ import annotations

import inspect
import os
from typing import Any

from trellis.core.forks import leave_to_parent

__all__ = ["HomeBoundClient"]


class HomeBoundClient:
    """Carries out the client's commands; elsewhere than in its own loop and process, over a connection made for one.

    Connections of `redis.asyncio` belong to the loop they were made in, and a forked child that used its parent's
    would read the parent's answers. Clients of other kinds are used as they are.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._pid = os.getpid()
        self._home: Any = None

    def has(self, command: str) -> bool:
        """Whether the client knows `command`."""
        return callable(getattr(self._client, command, None))

    def at_home(self) -> bool:
        """Whether the client's own connections may be used here. The first loop that asks is its home."""
        if not _bound_to_a_loop(getattr(self._client, "connection_pool", None)):
            return True
        if os.getpid() != self._pid:
            leave_to_parent((self._client, self._home))
            self._pid, self._home = os.getpid(), _NOWHERE
        import asyncio

        loop = asyncio.get_running_loop()
        if self._home is None:
            self._home = loop
        return self._home is loop

    async def call(self, command: str, *args: Any, **options: Any) -> Any:
        """Carry out one command; what the client raises comes out."""
        if self.at_home():
            answer = getattr(self._client, command)(*args, **options)
            return await answer if inspect.isawaitable(answer) else answer
        pool: Any = self._client.connection_pool
        kind: Any = type(pool)
        passing = kind(connection_class=pool.connection_class, max_connections=1, **pool.connection_kwargs)
        try:
            return await getattr(type(self._client)(connection_pool=passing), command)(*args, **options)
        finally:
            await passing.disconnect()


_NOWHERE = object()


def _bound_to_a_loop(pool: Any) -> bool:
    kind = type(pool)
    return kind.__module__.startswith("redis.asyncio") and kind.__name__ in ("ConnectionPool", "BlockingConnectionPool")
