"""One at a time for a key, across threads, tasks and event loops: the others wait for the leader's result."""

from __future__ import annotations

import contextlib
import copy
import threading
from typing import TYPE_CHECKING, Any, Protocol

from .forks import renew_in_child

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

__all__ = ["AsyncWaiter", "SingleFlight", "ThreadWaiter"]


class _Waiter(Protocol):
    def wake(self) -> None: ...


class _Flight:
    __slots__ = ("abandoned", "error", "value", "waiters")

    def __init__(self) -> None:
        self.waiters: list[_Waiter] = []
        self.value: Any = None
        self.error: Exception | None = None
        self.abandoned = False

    def result(self) -> Any:
        if self.error is not None:
            raise _twin(self.error)  # one exception object raised in two threads would mix their tracebacks
        return self.value


def _twin(error: Exception) -> Exception:
    try:
        return copy.copy(error)
    except Exception:  # its `__init__` takes other arguments than it left in `args`: a store's own error, say
        twin = type(error).__new__(type(error), *error.args)
        twin.args = error.args
        twin.__dict__.update(error.__dict__)
    return twin


class ThreadWaiter:
    """A thread that waits for a leader."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def wake(self) -> None:
        self._event.set()

    def wait(self, seconds: float | None) -> bool:
        """True once woken, False after `seconds`."""
        return self._event.wait(seconds)


class AsyncWaiter:
    """A task that waits for a leader, which may run in another loop or thread."""

    def __init__(self) -> None:
        import asyncio  # whoever runs a loop has loaded it; importing a client must not

        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # its loop is closed: nobody waits there any more
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        await self._event.wait()


class SingleFlight:
    """The table of flights under way. Renewed in a forked child, where the parent's leaders do not exist."""

    def __init__(self) -> None:
        self._after_fork()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[Hashable, _Flight] = {}

    def _join(self, key: Hashable, waiter: Callable[[], _Waiter]) -> tuple[_Flight, _Waiter | None]:
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                flight = self._flights[key] = _Flight()
                return flight, None
            mine = waiter()
            flight.waiters.append(mine)
            return flight, mine

    def _land(self, key: Hashable, flight: _Flight) -> None:
        with self._lock:
            if self._flights.get(key) is flight:
                del self._flights[key]
            waiters, flight.waiters = flight.waiters, []
        for waiter in waiters:
            waiter.wake()

    def run(self, key: Hashable, lead: Callable[[], Any], wait: Callable[[ThreadWaiter], None]) -> Any:
        """Lead, or wait with `wait(waiter)`, which raises when the caller's time is up. For threads."""
        while True:
            flight, waiter = self._join(key, ThreadWaiter)
            if waiter is None:
                try:
                    flight.value = lead()
                except Exception as error:
                    flight.error = error
                    raise
                except BaseException:
                    flight.abandoned = True
                    raise
                finally:
                    self._land(key, flight)
                return flight.value
            assert isinstance(waiter, ThreadWaiter)
            try:
                wait(waiter)
            finally:
                self._leave(flight, waiter)
            if not flight.abandoned:
                return flight.result()

    async def run_async(
        self,
        key: Hashable,
        lead: Callable[[], Awaitable[Any]],
        wait: Callable[[AsyncWaiter], Awaitable[None]],
    ) -> Any:
        """Lead, or wait with `wait(waiter)`. For tasks. A cancelled leader leaves the lead to one of those waiting."""
        while True:
            flight, waiter = self._join(key, AsyncWaiter)
            if waiter is None:
                try:
                    flight.value = await lead()
                except Exception as error:
                    flight.error = error
                    raise
                except BaseException:
                    flight.abandoned = True
                    raise
                finally:
                    self._land(key, flight)
                return flight.value
            assert isinstance(waiter, AsyncWaiter)
            try:
                await wait(waiter)
            finally:
                self._leave(flight, waiter)
            if not flight.abandoned:
                return flight.result()

    def _leave(self, flight: _Flight, waiter: _Waiter) -> None:
        with self._lock:
            if waiter in flight.waiters:
                flight.waiters.remove(waiter)
