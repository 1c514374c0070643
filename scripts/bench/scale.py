"""Scale: a call among ten thousand clients, a thousand calls at once, and walks of a hundred thousand items."""

from __future__ import annotations

import asyncio
import gc
import time
import tracemalloc
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from .concurrency import connections_since
from .measure import take_turns
from .memory_calls import URL, in_memory
from .payloads import items_path
from .report import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .plan import Plan
    from .subjects import AsyncSubject, SyncSubject

CLIENTS = (1, 100, 10_000)
FLAT = 2.0
"""How much more a call may cost among 10,000 clients: none of their memory is in the processor's caches."""
AT_ONCE = 1_000
WALKS = {"kneo": (1_000, 10_000), "knoxcall": (10_000, 100_000)}
"""Items of a short and a long walk. Kneo's servers end at offset 10,000."""
WALK_GROWTH_KB = 256.0
"""How much more memory the long walk may need at its peak. At most 512 parsed URLs are kept, however long it is; its
items would be 10 MB more."""


def measure(plan: Plan) -> Iterator[Result | Figure]:
    """Flat cost, bounded connections, constant memory. httpx stays out of the thousand: its pool looks at all who wait
    whenever a call ends, and they run out of time."""
    yield from _clients(plan)
    yield from _at_once(plan)
    yield from _walks(plan)


def _clients(plan: Plan) -> Iterator[Result | Figure]:
    numbers = CLIENTS[:-1] if plan.quick else CLIENTS
    calls = plan.calls(10_000)
    with in_memory():
        made = {str(number): [plan.ours(URL) for _ in range(number)] for number in numbers}
        try:
            for clients in made.values():
                for client in clients:
                    client.get("run-1")  # what is made at the first call
            runs = {name: partial(_round_robin, clients, calls) for name, clients in made.items()}
            measured = take_turns(runs, plan.rounds(5))
        finally:
            for clients in made.values():
                for client in clients:
                    client.close()
    figure = Figure.of_seconds(
        "scale-clients", "a GET in memory, by the number of clients that take turns, CPU", measured, beside="1"
    )
    yield figure
    if not plan.quick:
        most = str(CLIENTS[-1])
        grown = figure.sides[most] / figure.sides["1"]
        yield Result("scale-clients", f"a call among {most} clients, to one alone", grown, "at most", FLAT)


def _round_robin(clients: list[SyncSubject], calls: int) -> float:
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        for client in islice(cycle(clients), calls):
            client.get("run-1")
        return (time.process_time() - started) / calls
    finally:
        gc.enable()


def _at_once(plan: Plan) -> Iterator[Result | Figure]:
    url = plan.server.delayed_url
    sides: dict[str, Callable[[], AsyncSubject]] = {
        plan.subject: partial(plan.ours_async, url),
    }
    if plan.has_aiohttp:
        sides[f"{plan.subject}, aiohttp"] = partial(plan.ours_over_aiohttp, url)
    opened: dict[str, list[int]] = {name: [] for name in sides}

    def run(name: str) -> float:
        connections_since(url)
        seconds = asyncio.run(_all_at_once(sides[name]))
        opened[name].append(connections_since(url))
        return seconds

    measured = take_turns({name: partial(run, name) for name in sides}, 3)
    title = f"{AT_ONCE} calls at once to a server that answers after 50 ms, new client"
    yield Figure.of_seconds("scale-at-once", title, measured, beside=plan.subject)
    most = max(most for counts in opened.values() for most in counts)
    yield Result("scale-at-once", f"connections for {AT_ONCE} calls at once", most, "at most", 110, "")


async def _all_at_once(open_client: Callable[[], AsyncSubject]) -> float:
    client = open_client()
    try:
        started = time.perf_counter()
        await asyncio.gather(*(client.get("run-1") for _ in range(AT_ONCE)))
        return (time.perf_counter() - started) / AT_ONCE
    finally:
        await client.aclose()


def _walks(plan: Plan) -> Iterator[Result]:
    if plan.subject not in WALKS:
        return
    short, long = WALKS[plan.subject]
    if plan.quick:
        short, long = short // 2, long // 5
    _peak_of_walk(plan, short)
    small, large = _peak_of_walk(plan, short), _peak_of_walk(plan, long)
    what = f"memory at the peak of a walk of {long} items, beyond one of {short}"
    detail = f"{large:.0f} KB to {small:.0f} KB"
    yield Result("scale-walk", what, large - small, "at most", WALK_GROWTH_KB, "KB", detail=detail)


def _peak_of_walk(plan: Plan, items: int) -> float:
    """Kilobytes, beyond what there was before."""
    client = plan.ours(plan.server.url + items_path(items))
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        found = client.walk()
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
        client.close()
    if found != items:
        raise AssertionError(f"the walk gave {found} items of {items}")
    return peak / 1024
