"""Locks and stores outside the process, by both drivers; and the one loop in which synchronous clients wait."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.core.surfaces import SURFACES, async_driver, run, sync_driver
from trellis.core.effects import Locked, Sleep, Store
from trellis.core.failures import DeadlineFailure
from trellis.core.transport.portal import PORTAL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from trellis.core.effects import Flow


def nobody(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"nothing is sent here, but {request.url} was")


class SyncLock:
    """Notes the order of things, and the threads they happen in."""

    def __init__(self) -> None:
        self.trace: list[str] = []
        self.mutex = threading.Lock()

    def with_lock(self, key: str, function: Callable[[], Any]) -> Any:
        with self.mutex:
            self.trace.append(f"locked {key}")
            try:
                return function()
            finally:
                self.trace.append("released")


class AsyncLock(SyncLock):
    """The asynchronous twin: bound to the loop in which it was first used, as an asynchronous connection would be."""

    def __init__(self) -> None:
        super().__init__()
        self.loops: set[int] = set()

    async def with_lock(self, key: str, function: Callable[[], Awaitable[Any]]) -> Any:  # type: ignore[override]
        self.loops.add(id(asyncio.get_running_loop()))
        self.trace.append(f"locked {key}")
        try:
            return await function()
        finally:
            self.trace.append("released")

    async def look_up(self) -> str:
        self.loops.add(id(asyncio.get_running_loop()))
        return "found"


LOCKS: list[Callable[[], Any]] = [SyncLock, AsyncLock]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", LOCKS)
def test_the_subflow_runs_while_the_lock_is_held_and_its_effects_are_carried_out(surface: str, kind: Any) -> None:
    lock = kind()

    def inside() -> Flow[str]:
        lock.trace.append("working")
        yield Sleep(0.0)
        found = yield Store(lambda: "found")
        return f"{found} it"

    def flow() -> Flow[str]:
        return str((yield Locked(partial(lock.with_lock, "k"), inside)))

    assert run(surface, nobody, flow()) == "found it"
    assert lock.trace == ["locked k", "working", "released"]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", LOCKS)
def test_an_error_under_the_lock_comes_out_and_the_lock_is_released(surface: str, kind: Any) -> None:
    lock = kind()

    def inside() -> Flow[str]:
        yield Sleep(0.0)
        raise KeyError("inside")

    def flow() -> Flow[str]:
        return str((yield Locked(partial(lock.with_lock, "k"), inside)))

    with pytest.raises(KeyError, match="inside"):
        run(surface, nobody, flow())
    assert lock.trace == ["locked k", "released"]


def test_a_synchronous_client_meets_an_asynchronous_store_in_one_loop_each_time_and_works_in_its_own_thread() -> None:
    lock, threads = AsyncLock(), []

    def inside() -> Flow[str]:
        threads.append(threading.get_ident())
        return str((yield Store(lock.look_up)))

    def flow() -> Flow[str]:
        yield Store(lock.look_up)
        return str((yield Locked(partial(lock.with_lock, "k"), inside)))

    driver = sync_driver(nobody)
    assert [driver.run(flow()), sync_driver(nobody).run(flow())] == ["found", "found"]
    assert len(lock.loops) == 1
    assert set(threads) == {threading.get_ident()}


def test_the_portal_is_one_thread_however_often_it_is_used() -> None:
    lock = AsyncLock()

    def flow() -> Flow[str]:
        return str((yield Store(lock.look_up)))

    sync_driver(nobody).run(flow())
    before = threading.active_count()
    for _ in range(50):
        sync_driver(nobody).run(flow())
    assert threading.active_count() == before


@pytest.mark.parametrize("surface", SURFACES)
def test_waiting_for_an_asynchronous_store_ends_with_the_deadline(surface: str) -> None:
    def flow() -> Flow[None]:
        yield Store(lambda: asyncio.sleep(3600), time.monotonic() + 0.05)

    with pytest.raises(DeadlineFailure):
        run(surface, nobody, flow())


@pytest.mark.parametrize("surface", SURFACES)
def test_waiting_for_an_asynchronous_lock_ends_with_the_deadline_and_gives_up_its_place(surface: str) -> None:
    given_up = threading.Event()

    async def held_by_another(function: Any) -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            given_up.set()

    def flow() -> Flow[None]:
        yield Locked(held_by_another, flow, time.monotonic() + 0.05)

    with pytest.raises(DeadlineFailure):
        run(surface, nobody, flow())
    assert given_up.wait(10)


def test_interrupting_a_synchronous_call_under_an_asynchronous_lock_releases_it() -> None:
    released = threading.Event()

    async def lock(function: Callable[[], Awaitable[Any]]) -> Any:
        try:
            return await function()
        finally:
            released.set()

    def inside() -> Flow[None]:
        yield Sleep(0.0)
        raise KeyboardInterrupt

    def flow() -> Flow[None]:
        yield Locked(lock, inside)

    with pytest.raises(KeyboardInterrupt):
        sync_driver(nobody).run(flow())
    assert released.wait(10)
    assert PORTAL.wait_for(asyncio.sleep(0, "still there")) == "still there"


@pytest.mark.anyio
async def test_cancelling_a_call_under_an_asynchronous_lock_releases_it() -> None:
    lock = AsyncLock()

    def inside() -> Flow[None]:
        yield Sleep(3600.0)

    def flow() -> Flow[None]:
        yield Locked(partial(lock.with_lock, "k"), inside)

    task = asyncio.create_task(async_driver(nobody).run(flow()))
    while not lock.trace:  # noqa: ASYNC110 - the lock knows no events
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert lock.trace == ["locked k", "released"]


@pytest.mark.anyio
async def test_a_blocking_lock_does_not_block_the_loop() -> None:
    lock, ticks = SyncLock(), 0
    lock.mutex.acquire()

    def inside() -> Flow[str]:
        yield Sleep(0.0)
        return "done"

    def flow() -> Flow[str]:
        return str((yield Locked(partial(lock.with_lock, "k"), inside)))

    task = asyncio.create_task(async_driver(nobody).run(flow()))
    while ticks < 20:
        await asyncio.sleep(0.001)
        ticks += 1
    lock.mutex.release()
    assert await task == "done"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_child_has_a_portal_of_its_own() -> None:
    assert PORTAL.wait_for(asyncio.sleep(0, "parent")) == "parent"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, PORTAL.wait_for(asyncio.sleep(0, "child"), time.monotonic() + 20).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    assert os.read(reader, 10) == b"child"
    assert PORTAL.wait_for(asyncio.sleep(0, "parent")) == "parent"
