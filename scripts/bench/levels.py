"""One GET at several degrees of concurrency, with all that stands below and beside the client in the same turns."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from .floors import ASYNC_FLOORS, SYNC_FLOORS
from .measure import take_turns, timed
from .report import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .floors import AsyncFloor, SyncFloor
    from .plan import Plan

THREADS = 8
TASKS = (1, 32, 256)
IN_FLIGHT = 100


def measure(plan: Plan) -> Iterator[Figure]:
    """Microseconds per call: threads of one client, and tasks of one."""
    yield from _sync(plan)
    yield from _async(plan)
    yield _slow_server(plan)


def _sync(plan: Plan) -> Iterator[Figure]:
    url, calls = plan.server.url, plan.calls(400)

    def sides() -> dict[str, SyncFloor]:
        floors = {name: make(url, plan.wire) for name, make in SYNC_FLOORS.items()}
        return {**floors, "httpx": plan.theirs(url), plan.subject: plan.ours(url)}

    made = sides()
    try:
        for side in made.values():
            timed(partial(side.get, "run-1"), 10)
        measured = take_turns(
            {name: partial(timed, partial(side.get, "run-1"), calls) for name, side in made.items()}, plan.rounds(7)
        )
        yield Figure.of_seconds("sequential-sync", "GETs one after the other, sync", measured, beside="httpx")
        del made["socket"]  # one connection, which is nobody's to share
        threaded = take_turns({name: partial(_threaded, side, calls) for name, side in made.items()}, plan.rounds(5))
        title = f"GETs from {THREADS} threads at a time, sync"
        yield Figure.of_seconds("threads", title, threaded, beside="httpx", detail="time by calls of all threads")
    finally:
        for side in made.values():
            side.close()


def _threaded(side: SyncFloor, calls: int) -> float:
    each = max(1, calls // THREADS)
    start = threading.Barrier(THREADS + 1)

    def work() -> None:
        start.wait()
        for _ in range(each):
            side.get("run-1")

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    start.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    return (time.perf_counter() - started) / (each * THREADS)


def _async_sides(plan: Plan, url: str) -> dict[str, AsyncFloor]:
    floors = {name: make(url, plan.wire) for name, make in ASYNC_FLOORS.items()}
    made: dict[str, AsyncFloor] = {
        **floors,
        "httpx": plan.theirs_async(url, timeout=60.0),
        plan.subject: plan.ours_async(url),
    }
    if plan.has_aiohttp:
        made[f"{plan.subject}, aiohttp"] = plan.ours_over_aiohttp(url)
    return made


def _async(plan: Plan) -> Iterator[Figure]:
    loop = asyncio.new_event_loop()
    made = _async_sides(plan, plan.server.url)
    try:
        for tasks in TASKS:
            calls = max(tasks, plan.calls(512))
            runs: dict[str, Callable[[], float]] = {
                name: partial(_in_tasks, loop, side, tasks, calls) for name, side in made.items()
            }
            for run in runs.values():
                run()
            measured = take_turns(runs, plan.rounds(5))
            title = f"GETs from {tasks} task{'s' if tasks > 1 else ''} at a time, async"
            yield Figure.of_seconds(f"tasks-{tasks}", title, measured, beside="httpx")
    finally:
        for side in made.values():
            loop.run_until_complete(side.aclose())
        loop.close()


def _in_tasks(loop: asyncio.AbstractEventLoop, side: AsyncFloor, tasks: int, calls: int) -> float:
    remaining = iter(range(calls))

    async def worker() -> None:
        for _ in remaining:
            await side.get("run-1")

    async def all_of_them() -> float:
        started = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(tasks)))
        return (time.perf_counter() - started) / calls

    gc.collect()
    return loop.run_until_complete(all_of_them())


def _slow_server(plan: Plan) -> Figure:
    """The row of the budget, `in-flight-rate`, with everybody in it; each side's connections are warm."""
    loop = asyncio.new_event_loop()
    made = _async_sides(plan, plan.server.delayed_url)
    calls = plan.calls(600)
    try:
        runs: dict[str, Callable[[], float]] = {
            name: partial(_in_tasks, loop, side, IN_FLIGHT, calls) for name, side in made.items()
        }
        for run in runs.values():
            run()
        measured = take_turns(runs, 2)
    finally:
        for side in made.values():
            loop.run_until_complete(side.aclose())
        loop.close()
    title = f"{IN_FLIGHT} calls in flight to a server that answers after 50 ms"
    return Figure.of_seconds("slow-server", title, measured, beside="httpx", detail="at best 500 us a call")
