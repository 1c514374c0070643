"""Drivers: they carry out a flow's effects, one way for threads, one for event loops. No rule about calls is here."""

from __future__ import annotations

import inspect
import threading
import weakref
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import anyio
import anyio.from_thread
import anyio.to_thread

from ..effects import Blocking, Close, Emit, Exclusive, Locked, Send, Sleep, Store
from ..failures import ClosedFailure, DeadlineFailure
from ..forks import renew_in_child
from .portal import PORTAL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..effects import Flow
    from ..single_flight import AsyncWaiter, ThreadWaiter
    from ..sockets.async_socket import AsyncSocket
    from ..sockets.sync_socket import SyncSocket
    from .async_sender import AsyncSender
    from .sync_sender import SyncSender

__all__ = ["AsyncDriver", "SyncDriver"]

T = TypeVar("T")
S = TypeVar("S")


class _Opened(Generic[S]):
    """The WebSockets that were opened beside a sender's connections, as long as anybody else holds them."""

    __slots__ = ("__weakref__", "_closed", "_lock", "_sockets")

    def __init__(self) -> None:
        self._sockets: weakref.WeakSet[S] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._closed = False
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._lock = threading.Lock()

    def add(self, socket: S) -> None:
        """ClosedFailure if it is too late."""
        with self._lock:
            if self._closed:
                raise ClosedFailure
            self._sockets.add(socket)

    def take(self, fits: Callable[[S], bool] = lambda _: True) -> list[S]:
        """Those that fit, to be closed; there must be no more of any."""
        with self._lock:
            self._closed = True
            sockets = [socket for socket in self._sockets if fits(socket)]
            self._sockets.difference_update(sockets)
        return sockets


class SyncDriver:
    """Runs flows in the calling thread: no event loop, no helper thread."""

    __slots__ = ("_opened", "_sender")

    def __init__(self, sender: SyncSender) -> None:
        self._sender = sender
        self._opened: _Opened[SyncSocket] = _Opened()

    @property
    def sender(self) -> SyncSender:
        """What sends this driver's requests."""
        return self._sender

    def run(self, flow: Flow[T]) -> T:
        """Carry out `flow` to its end and return what it returns; what it raises comes out."""
        try:
            effect = flow.send(None)
            while True:
                failure: Exception | None = None
                value: Any = None
                try:
                    value = self._sender.send(effect) if type(effect) is Send else self._perform(effect)
                except Exception as raised:
                    failure = raised
                effect = flow.send(value) if failure is None else flow.throw(failure)
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            flow.close()

    def _perform(self, effect: Any) -> Any:
        if isinstance(effect, Sleep):
            return sleep(effect.seconds)
        if isinstance(effect, Emit):
            return effect.observer(effect.event)
        if isinstance(effect, Blocking):
            return effect.work()
        if isinstance(effect, Close):
            return effect.response.close()
        if isinstance(effect, Store):
            value = effect.operation()
            return PORTAL.wait_for(value, effect.deadline) if inspect.isawaitable(value) else value
        if isinstance(effect, Locked):
            lock, subflow = effect.lock, effect.subflow
            if inspect.iscoroutinefunction(lock):
                return PORTAL.hold(lock, lambda: self.run(subflow()), effect.deadline)
            return lock(lambda: self.run(subflow()))
        if isinstance(effect, Exclusive):
            deadline = effect.deadline

            def wait(waiter: ThreadWaiter) -> None:
                if not waiter.wait(None if deadline is None else max(0.0, deadline - monotonic())):
                    raise DeadlineFailure

            return effect.flight.run(effect.key, lambda: self.run(effect.subflow()), wait)
        raise TypeError(f"unknown effect {effect!r}")

    def keep(self, socket: SyncSocket) -> None:
        """Close `socket` with the driver. ClosedFailure if that is closed."""
        self._opened.add(socket)

    def close(self) -> None:
        for socket in self._opened.take():
            socket.close()
        self._sender.close()


class AsyncDriver:
    """Runs flows in the running event loop."""

    __slots__ = ("_opened", "_sender")

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender
        self._opened: _Opened[AsyncSocket] = _Opened()

    @property
    def sender(self) -> AsyncSender:
        """What sends this driver's requests."""
        return self._sender

    async def run(self, flow: Flow[T]) -> T:
        """Carry out `flow` to its end and return what it returns; what it raises comes out. Cancellation closes it."""
        try:
            effect = flow.send(None)
            while True:
                failure: Exception | None = None
                value: Any = None
                try:
                    value = await self._sender.send(effect) if type(effect) is Send else await self._perform(effect)
                except Exception as raised:
                    failure = raised
                effect = flow.send(value) if failure is None else flow.throw(failure)
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            flow.close()

    async def _perform(self, effect: Any) -> Any:
        if isinstance(effect, Sleep):
            return await anyio.sleep(effect.seconds)
        if isinstance(effect, Emit):
            return effect.observer(effect.event)
        if isinstance(effect, Blocking):
            return await anyio.to_thread.run_sync(effect.work)
        if isinstance(effect, Close):
            return await effect.response.aclose()
        if isinstance(effect, Store):
            value = effect.operation()
            return await _before(effect.deadline, value) if inspect.isawaitable(value) else value
        if isinstance(effect, Locked):
            return await self._locked(effect)
        if isinstance(effect, Exclusive):
            return await self._exclusive(effect)
        raise TypeError(f"unknown effect {effect!r}")

    async def _locked(self, effect: Locked) -> Any:
        lock = effect.lock
        if inspect.iscoroutinefunction(lock):
            return await _before(effect.deadline, lock(lambda: self.run(effect.subflow())))
        return await anyio.to_thread.run_sync(lambda: lock(lambda: anyio.from_thread.run(self.run, effect.subflow())))

    async def _exclusive(self, effect: Exclusive) -> Any:
        deadline = effect.deadline

        async def wait(waiter: AsyncWaiter) -> None:
            if deadline is None:
                return await waiter.wait()
            with anyio.move_on_after(max(0.0, deadline - monotonic())) as scope:
                await waiter.wait()
            if scope.cancelled_caught:
                raise DeadlineFailure
            return None

        return await effect.flight.run_async(effect.key, lambda: self.run(effect.subflow()), wait)

    def keep(self, socket: AsyncSocket) -> None:
        """Close `socket` with the driver, if that is closed in the same event loop. ClosedFailure if it is closed."""
        self._opened.add(socket)

    async def aclose(self) -> None:
        for socket in self._opened.take(lambda socket: socket.is_of_running_loop()):
            await socket.aclose()
        await self._sender.aclose()


async def _before(deadline: float | None, awaitable: Awaitable[Any]) -> Any:
    if deadline is None:
        return await awaitable
    with anyio.move_on_after(max(0.0, deadline - monotonic())) as scope:
        return await awaitable
    if scope.cancelled_caught:
        raise DeadlineFailure
    return None
