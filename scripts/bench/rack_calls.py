"""Lists of a Convox rack's apps, of 1, 100 and 1000, in memory and over loopback, beside httpx and `json.loads`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .measure import interleave, timed, timed_async
from .memory_calls import URL, in_memory
from .rack_payloads import LISTS, rack_path
from .report import ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .plan import Plan
    from .report import Result

BUDGETS = {1: 1.0, 100: 1.0, 1000: 1.2}
"""Typed objects, every field of each read, for what plain httpx takes to the dicts. In a list of 1000 nearly all of the
time is decoding, and what the request itself saves no longer shows."""


def measure(plan: Plan) -> Iterator[Result]:
    """The budgets of `apps.list`. No rows where the client under test is no rack's."""
    if plan.subject != "convox":
        return
    for apps in LISTS:
        calls = max(3, plan.calls(1000) // apps)
        with in_memory():
            yield from _rows(plan, URL + rack_path(apps), f"memory-list-{apps}", calls, time.process_time)
        yield from _rows(plan, plan.server.url + rack_path(apps), f"loopback-list-{apps}", calls, time.perf_counter)


def _rows(plan: Plan, url: str, row: str, calls: int, clock: Callable[[], float]) -> Iterator[Result]:
    where, _, apps = row.split("-")
    budget = BUDGETS[int(apps)]
    with plan.sync_pair(url) as (ours, theirs), plan.async_pair(url) as (loop, ours_async, theirs_async):
        if ours.page() != theirs.page() or str(ours.page()) != apps:
            raise AssertionError(f"{row}: the two sides do not read the same list")

        def plain() -> float:
            return timed(theirs.page, calls, clock)

        def plain_async() -> float:
            return timed_async(loop, theirs_async.page, calls, clock)

        got = interleave(lambda: timed(ours.page, calls, clock), plain, plan.rounds(9))
        yield ratio(f"{row}-sync", f"list of {apps} apps, {where}, sync", got, budget)
        # In memory the sync httpx client is the measure of both surfaces, as it is for a single GET.
        other = plain if where == "memory" else plain_async
        got = interleave(lambda: timed_async(loop, ours_async.page, calls, clock), other, plan.rounds(9))
        yield ratio(f"{row}-async", f"list of {apps} apps, {where}, async", got, budget)
