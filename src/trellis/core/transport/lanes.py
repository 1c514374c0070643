"""The connections of one asynchronous client in one event loop: lanes, each an httpx transport with one connection.

httpcore's asynchronous pool looks at all its connections several times per request, and closes nearly every one above
its keep-alive limit; with a hundred calls in flight that is half the cost of a call. So each lane is a pool of one, and
who gets which lane is decided here: the one used last first, since its connection is the likeliest to be alive.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

import anyio

from ..failures import ClosedFailure, TransportFailure

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

    keepalive: seconds after which an idle lane is closed, the next time anything is asked for. closed: there are to be
    no connections any more; those in use end with the call that uses them.
    """

    __slots__ = ("_free", "_keepalive", "_limit", "_open", "_opened", "_queue", "closed")

    def __init__(self, limit: int, keepalive: float, open_transport: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self.closed = False
        self._limit = limit
        self._keepalive = keepalive
        self._open = open_transport
        self._opened = 0
        self._free: deque[Lane] = deque()
        self._queue: deque[asyncio.Future[Lane]] = deque()

    def take_now(self) -> Lane | None:
        """A free lane, if one can be had without waiting and no other is due to be closed."""
        free = self._free
        if not free or self.closed or monotonic() - free[0].idle_since > self._keepalive:
            return None
        return free.pop()

    async def take(self, patience: float | None) -> Lane:
        """A lane of one's own until `release`. TransportFailure (nothing was sent) after `patience` seconds,
        ClosedFailure if there are to be no connections any more."""
        if self.closed:
            raise ClosedFailure
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

    async def release(self, lane: Lane) -> None:
        """Have done with a lane: give it back and, if the client was closed meanwhile, close it."""
        self.give_back(lane)
        if self.closed:
            await self.aclose()

    async def discard(self, lane: Lane) -> None:
        """Have done with a lane whose call was cancelled. It is not used again: cancelled at the wrong moment, httpcore
        (1.0.9) counts a connection as taken for ever, and the lane has no other."""
        self._opened -= 1
        if self._queue:
            self._opened += 1
            self.give_back(Lane(self._open()))
        with anyio.CancelScope(shield=True):
            await lane.transport.aclose()

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
        # Not asyncio.wait_for: before Python 3.12 it swallows a cancellation that comes together with the lane.
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Lane] = loop.create_future()
        self._queue.append(waiter)
        timer = None if patience is None else loop.call_later(patience, self._give_up, waiter, patience)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self.give_back(waiter.result())  # it was handed over in the last moment
            raise
        finally:
            if timer is not None:
                timer.cancel()
            with contextlib.suppress(ValueError):
                self._queue.remove(waiter)

    def _give_up(self, waiter: asyncio.Future[Lane], patience: float) -> None:
        if not waiter.done():
            reason = f"all {self._limit} connections stayed busy for {patience:g} s"
            waiter.set_exception(TransportFailure(reason, phase="pool", sent=False, timed_out=True))

    async def _close_oldest(self, taken: Lane) -> None:
        oldest = self._free.popleft()
        self._opened -= 1
        try:
            await oldest.transport.aclose()
        except BaseException:
            self.give_back(taken)  # cancelled meanwhile: the caller never gets its lane
            raise

    async def aclose(self) -> None:
        """Close the lanes that are free and turn away whoever waits; one still in use is closed by its user."""
        self.closed = True
        while self._queue:
            waiter = self._queue.popleft()
            if not waiter.done():
                waiter.set_exception(ClosedFailure())
        with anyio.CancelScope(shield=True):
            while self._free:
                self._opened -= 1
                await self._free.pop().transport.aclose()
