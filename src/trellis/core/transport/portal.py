"""Where a synchronous client waits for something asynchronous that its caller brought: one loop, on one daemon thread.

One for the process, since whatever is asynchronous belongs to the loop it first ran in: a store that two clients share
must meet the same loop in both. It is started by the first caller who needs it.
"""

from __future__ import annotations

import asyncio
import threading
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..failures import DeadlineFailure
from ..forks import leave_to_parent, renew_in_child

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

__all__ = ["PORTAL", "Portal"]


class Portal:
    """A loop on a thread of its own, for threads that have none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        renew_in_child(self)

    def _after_fork(self) -> None:
        if self._loop is not None:
            leave_to_parent(self._loop)  # its thread does not exist here, and closing it would reach into the parent's
        self._lock = threading.Lock()
        self._loop = None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                loop = asyncio.new_event_loop()
                threading.Thread(target=loop.run_forever, name="trellis-portal", daemon=True).start()
                self._loop = loop
            return self._loop

    def wait_for(self, awaitable: Awaitable[Any], deadline: float | None = None) -> Any:
        """Await it in the portal's loop and return what comes of it; DeadlineFailure once `deadline` has passed."""
        inbox: SimpleQueue[Any] = SimpleQueue()
        return self._attend(_finish(awaitable), inbox, None, deadline)

    def hold(
        self, lock: Callable[[Callable[[], Any]], Any], work: Callable[[], Any], deadline: float | None = None
    ) -> Any:
        """Call `work` in this thread while `lock`, which is asynchronous, is held in the portal's loop."""
        inbox: SimpleQueue[Any] = SimpleQueue()

        async def held() -> Any:
            done = asyncio.get_running_loop().create_future()
            inbox.put(done)
            return await done

        return self._attend(_finish(lock(held)), inbox, work, deadline)

    def _attend(
        self, task: Any, inbox: SimpleQueue[Any], work: Callable[[], Any] | None, deadline: float | None
    ) -> Any:
        loop = self._running()
        future: Future[Any] = asyncio.run_coroutine_threadsafe(task, loop)
        future.add_done_callback(inbox.put)
        try:
            while True:
                try:
                    event = inbox.get(timeout=None if deadline is None else max(0.0, deadline - monotonic()))
                except Empty:
                    raise DeadlineFailure from None
                if event is future:
                    return future.result()
                assert work is not None
                try:
                    _settle(loop, event, work(), None)
                except Exception as error:
                    _settle(loop, event, None, error)
                deadline = None  # what is left is to let go of the lock
        except BaseException:
            future.cancel()
            raise


async def _finish(awaitable: Awaitable[Any]) -> Any:
    return await awaitable


def _settle(loop: asyncio.AbstractEventLoop, done: asyncio.Future[Any], value: Any, error: Exception | None) -> None:
    def settle() -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(value)
        else:
            done.set_exception(error)

    loop.call_soon_threadsafe(settle)


PORTAL = Portal()
"""The process's own."""
