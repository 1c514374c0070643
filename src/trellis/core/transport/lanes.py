"""The connections of one asynchronous client in one event loop: lanes, each an httpx transport with one connection.

httpcore's asynchronous pool looks at all its connections several times per request, and closes nearly every one above
its keep-alive limit; with a hundred calls in flight that is half the cost of a call. So each lane is a pool of one, and
who gets which lane is decided here: the one used last first, since its connection is the likeliest to be alive.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from ..failures import TransportFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

__all__ = ["Lane", "Lanes"]


class Lane:
    """One transport that holds at most one connection. idle_since: clock time at which it was last given back."""

    __slots__ = ("idle_since", "transport")

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.transport = transport
        self.idle_since = 0.0


class Lanes:
    """At most `limit` lanes, opened as they are needed; whoever comes when all are taken waits in line.

    keepalive: seconds after which an idle lane is closed, the next time anything is asked for.
    """

    __slots__ = ("_free", "_keepalive", "_limit", "_open", "_opened", "_queue")

    def __init__(self, limit: int, keepalive: float, open_transport: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self._limit = limit
        self._keepalive = keepalive
        self._open = open_transport
        self._opened = 0
        self._free: deque[Lane] = deque()
        self._queue: deque[asyncio.Future[Lane]] = deque()

    async def take(self, patience: float | None) -> Lane:
        """A lane of one's own until `give_back`. TransportFailure (nothing was sent) after `patience` seconds."""
        free = self._free
        if free:
            lane = free.pop()
            if free and monotonic() - free[0].idle_since > self._keepalive:
                await self._close_oldest(lane)
            return lane
        if self._opened < self._limit:
            lane = Lane(self._open())
            self._opened += 1
            return lane
        return await self._wait(patience)

    def give_back(self, lane: Lane) -> None:
        """Pass the lane on to whoever waits longest, or keep it."""
        while self._queue:
            waiter = self._queue.popleft()
            if not waiter.done():
                waiter.set_result(lane)
                return
        lane.idle_since = monotonic()
        self._free.append(lane)

    async def _wait(self, patience: float | None) -> Lane:
        waiter: asyncio.Future[Lane] = asyncio.get_running_loop().create_future()
        self._queue.append(waiter)
        try:
            return await asyncio.wait_for(asyncio.shield(waiter), patience)
        except asyncio.TimeoutError:
            self._leave(waiter)
            seconds = f"{patience:g} s" if patience is not None else "the time allowed"
        except BaseException:
            self._leave(waiter)
            raise
        raise TransportFailure(
            f"all {self._limit} connections stayed busy for {seconds}", phase="pool", sent=False, timed_out=True
        )

    def _leave(self, waiter: asyncio.Future[Lane]) -> None:
        """Leave the queue; a lane that was handed over in the last moment goes to the next in line."""
        if waiter.done() and not waiter.cancelled():
            self.give_back(waiter.result())
        else:
            waiter.cancel()

    async def _close_oldest(self, taken: Lane) -> None:
        oldest = self._free.popleft()
        self._opened -= 1
        try:
            await oldest.transport.aclose()
        except BaseException:
            self.give_back(taken)  # cancelled meanwhile: the caller never gets its lane
            raise

    async def aclose(self) -> None:
        """Close the lanes that are free; one still in use closes with its last call."""
        while self._free:
            self._opened -= 1
            await self._free.pop().transport.aclose()
