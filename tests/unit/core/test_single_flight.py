"""Single flight: one leads, the others wait for its result, across threads, tasks and event loops."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from trellis.core.failures import TransportFailure
from trellis.core.single_flight import AsyncWaiter, SingleFlight, ThreadWaiter

PATIENCE = 30.0


def wait(waiter: ThreadWaiter) -> None:
    assert waiter.wait(PATIENCE), "nobody woke the waiter"


async def wait_async(waiter: AsyncWaiter) -> None:
    await asyncio.wait_for(waiter.wait(), PATIENCE)


def until(met: Any) -> None:
    """Wait until `met()` is true, for as long as a slow machine may need."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.002)


async def until_async(met: Any) -> None:
    """The same for tasks."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.001)


def waiting(flight: SingleFlight, key: str = "k") -> int:
    """How many wait for the leader of `key`."""
    under_way = flight._flights.get(key)
    return 0 if under_way is None else len(under_way.waiters)


class Unpicklable(Exception):
    """An error of a store's own, whose `__init__` wants more than `args` holds."""

    def __init__(self, host: str, *, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.port = port


def test_a_lone_caller_leads_and_the_next_one_leads_again() -> None:
    flight = SingleFlight()
    results = iter([1, 2])
    assert [flight.run("k", lambda: next(results), wait) for _ in range(2)] == [1, 2]
    assert flight._flights == {}


def test_threads_that_come_while_one_leads_get_its_result() -> None:
    flight = SingleFlight()
    go = threading.Event()
    led: list[int] = []
    got: list[Any] = []

    def lead() -> object:
        led.append(1)
        assert go.wait(PATIENCE)
        return "token"

    threads = [threading.Thread(target=lambda: got.append(flight.run("k", lead, wait))) for _ in range(64)]
    for thread in threads:
        thread.start()
    until(lambda: waiting(flight) == 63)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert got == ["token"] * 64
    assert led == [1]


def test_different_keys_do_not_wait_for_each_other() -> None:
    flight = SingleFlight()
    assert flight.run("a", lambda: flight.run("b", lambda: "inner", wait), wait) == "inner"


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no"),
        TransportFailure("reset", phase="connect", sent=False, timed_out=True),
        Unpicklable("h", port=1),
    ],
    ids=["plain", "ours", "awkward"],
)
def test_a_leader_that_fails_fails_for_all_each_with_an_error_of_its_own(error: Exception) -> None:
    flight = SingleFlight()
    go = threading.Event()
    got: list[BaseException] = []

    def lead() -> None:
        assert go.wait(PATIENCE)
        raise error

    def call() -> None:
        try:
            flight.run("k", lead, wait)
        except Exception as raised:
            got.append(raised)

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    until(lambda: waiting(flight) == 7)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len({id(raised) for raised in got}) == 8
    assert {type(raised) for raised in got} == {type(error)}
    assert {str(raised) for raised in got} == {str(error)}
    assert all(raised.__dict__ == error.__dict__ for raised in got)
    assert all(raised.__context__ is None for raised in got)
    assert flight.run("k", lambda: "again", wait) == "again"


def test_a_thread_whose_time_is_up_leaves_without_disturbing_the_others() -> None:
    flight = SingleFlight()
    go = threading.Event()
    leader = threading.Thread(target=lambda: flight.run("k", lambda: go.wait(PATIENCE), wait))
    leader.start()
    until(lambda: "k" in flight._flights)

    def too_late(waiter: ThreadWaiter) -> None:
        assert not waiter.wait(0.01)
        raise TimeoutError

    with pytest.raises(TimeoutError):
        flight.run("k", lambda: pytest.fail("it leads although another does"), too_late)
    assert waiting(flight) == 0
    go.set()
    leader.join(PATIENCE)


def test_an_interrupted_leader_hands_over_to_a_waiting_thread() -> None:
    flight = SingleFlight()
    go = threading.Event()
    got: list[Any] = []

    def interrupted() -> None:
        assert go.wait(PATIENCE)
        raise KeyboardInterrupt

    def first() -> None:
        with pytest.raises(KeyboardInterrupt):
            flight.run("k", interrupted, wait)

    leader = threading.Thread(target=first)
    leader.start()
    until(lambda: "k" in flight._flights)
    waiter = threading.Thread(target=lambda: got.append(flight.run("k", lambda: "second", wait)))
    waiter.start()
    until(lambda: waiting(flight) == 1)
    go.set()
    leader.join(PATIENCE)
    waiter.join(PATIENCE)
    assert got == ["second"]


@pytest.mark.anyio
async def test_a_hundred_tasks_wait_for_one_leader() -> None:
    flight = SingleFlight()
    go = asyncio.Event()
    led: list[int] = []

    async def lead() -> str:
        led.append(1)
        await go.wait()
        return "token"

    tasks = [asyncio.create_task(flight.run_async("k", lead, wait_async)) for _ in range(100)]
    await until_async(lambda: waiting(flight) == 99)
    go.set()
    assert await asyncio.gather(*tasks) == ["token"] * 100
    assert led == [1]


@pytest.mark.anyio
async def test_a_cancelled_leader_hands_over_and_nobody_else_is_cancelled() -> None:
    flight = SingleFlight()
    go = asyncio.Event()
    led: list[int] = []

    async def lead() -> str:
        led.append(len(led))
        if len(led) < 3:
            await asyncio.Event().wait()
        await go.wait()
        return "token"

    tasks = [asyncio.create_task(flight.run_async("k", lead, wait_async)) for _ in range(10)]
    for cancelled in range(2):
        await until_async(lambda expected=9 - cancelled: waiting(flight) == expected)
        leader = next(task for task in tasks if not task.done() and _leads(task))
        leader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leader
    await until_async(lambda: waiting(flight) == 7)
    go.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(map(str, results)) == ["", "", *["token"] * 8]
    assert led == [0, 1, 2]


def _leads(task: asyncio.Task[Any]) -> bool:
    """Whether the task stands in `lead`: its innermost coroutine tells."""
    coroutine: Any = task.get_coro()
    while coroutine is not None and getattr(coroutine, "cr_await", None) is not None:
        if coroutine.cr_code.co_name == "lead":
            return True
        coroutine = coroutine.cr_await
    return False


@pytest.mark.anyio
async def test_a_cancelled_waiter_leaves_alone() -> None:
    flight = SingleFlight()
    go = asyncio.Event()

    async def lead() -> str:
        await go.wait()
        return "token"

    leader = asyncio.create_task(flight.run_async("k", lead, wait_async))
    await asyncio.sleep(0)
    waiter = asyncio.create_task(flight.run_async("k", lead, wait_async))
    await until_async(lambda: waiting(flight) == 1)
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    assert waiting(flight) == 0
    go.set()
    assert await leader == "token"


def test_threads_and_tasks_of_two_loops_wait_for_one_another() -> None:
    flight = SingleFlight()
    go = threading.Event()
    led: list[str] = []
    got: list[Any] = []

    async def lead() -> str:
        led.append("async")
        await asyncio.get_running_loop().run_in_executor(None, go.wait, PATIENCE)
        return "token"

    def lead_sync() -> str:
        led.append("sync")
        assert go.wait(PATIENCE)
        return "token"

    async def loop() -> None:
        got.extend(await asyncio.gather(*(flight.run_async("k", lead, wait_async) for _ in range(5))))

    threads = [threading.Thread(target=lambda: asyncio.run(loop())) for _ in range(2)]
    threads.extend(threading.Thread(target=lambda: got.append(flight.run("k", lead_sync, wait))) for _ in range(5))
    for thread in threads:
        thread.start()
    until(lambda: waiting(flight) == 14)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert got == ["token"] * 15
    assert len(led) == 1


def test_a_waiter_whose_loop_is_closed_does_not_break_the_leader() -> None:
    async def make() -> AsyncWaiter:
        return AsyncWaiter()

    asyncio.run(make()).wake()


def test_a_forked_child_starts_with_no_flight() -> None:
    """What `os.register_at_fork` calls: the parent's leaders do not exist in the child."""
    flight = SingleFlight()

    def lead() -> str:
        flight._after_fork()
        return str(flight.run("k", lambda: "child", wait))

    assert flight.run("k", lead, wait) == "child"
