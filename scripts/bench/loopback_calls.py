"""Calls one after the other over a loopback socket: wall time, sync with sync and async with async."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .measure import interleave, timed, timed_async
from .report import ratio
from .subjects import fresh_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .plan import Plan
    from .report import Result


def measure(plan: Plan) -> Iterator[Result]:
    """The budgets of GET, POST, pages and walks over loopback."""
    yield from _sync(plan)
    yield from _async(plan)
    if plan.has_aiohttp:
        yield from _async(plan, "aiohttp")


def _sync(plan: Plan) -> Iterator[Result]:
    calls, pages, rounds = plan.calls(350), plan.calls(30), plan.rounds(9)
    with plan.sync_pair(plan.server.url) as (ours, theirs):

        def plain_get() -> float:
            return timed(lambda: theirs.get(fresh_id()), calls)

        ours.get(fresh_id()), ours.create(), ours.page(), theirs.page(), plain_get()
        same = interleave(
            lambda: timed(lambda: ours.get("run-1"), calls), lambda: timed(lambda: theirs.get("run-1"), calls), rounds
        )
        yield ratio("loopback-get-sync", "GET over loopback, repeated path, sync", same, 0.65)
        got = interleave(lambda: timed(lambda: ours.get(fresh_id()), calls), plain_get, rounds)
        yield ratio("loopback-new-sync", "GET over loopback, new path, sync", got, 0.65)
        posted = interleave(lambda: timed(ours.create, calls), plain_get, rounds)
        yield ratio(
            "loopback-post-sync", "POST over loopback, with a key if there are any, to a bare GET, sync", posted, 0.75
        )
        paged = interleave(lambda: timed(ours.page, pages), lambda: timed(theirs.page, pages), rounds)
        yield ratio("page-sync", "page of 100 objects, sync", paged, 1.0)
        if not plan.walks:
            return
        _same_items(ours.walk(), theirs.walk())
        walked = interleave(lambda: timed(ours.walk, 1), lambda: timed(theirs.walk, 1), plan.rounds(5))
        yield ratio("walk-sync", "walk of 10,000 items in 100 pages, sync", walked, 1.0)


def _async(plan: Plan, over: str = "async") -> Iterator[Result]:
    """over: "async", or "aiohttp" for clients that send over that, beside the same plain httpx."""
    calls, pages, rounds = plan.calls(350), plan.calls(30), plan.rounds(9)
    with plan.async_pair(plan.server.url, aiohttp=over == "aiohttp") as (loop, ours, theirs):

        def plain_get() -> float:
            return timed_async(loop, lambda: theirs.get(fresh_id()), calls)

        for warm_up in (ours.get(fresh_id()), ours.create(), ours.page(), theirs.page(), theirs.get(fresh_id())):
            loop.run_until_complete(warm_up)
        same = interleave(
            lambda: timed_async(loop, lambda: ours.get("run-1"), calls),
            lambda: timed_async(loop, lambda: theirs.get("run-1"), calls),
            rounds,
        )
        yield ratio(f"loopback-get-{over}", f"GET over loopback, repeated path, {over}", same, 0.80)
        got = interleave(lambda: timed_async(loop, lambda: ours.get(fresh_id()), calls), plain_get, rounds)
        yield ratio(f"loopback-new-{over}", f"GET over loopback, new path, {over}", got, 0.80)
        posted = interleave(lambda: timed_async(loop, ours.create, calls), plain_get, rounds)
        yield ratio(
            f"loopback-post-{over}",
            f"POST over loopback, with a key if there are any, to a bare GET, {over}",
            posted,
            0.75,
        )
        paged = interleave(
            lambda: timed_async(loop, ours.page, pages), lambda: timed_async(loop, theirs.page, pages), rounds
        )
        yield ratio(f"page-{over}", f"page of 100 objects, {over}", paged, 1.0)
        if not plan.walks:
            return
        _same_items(loop.run_until_complete(ours.walk()), loop.run_until_complete(theirs.walk()))
        walked = interleave(
            lambda: timed_async(loop, ours.walk, 1), lambda: timed_async(loop, theirs.walk, 1), plan.rounds(5)
        )
        yield ratio(f"walk-{over}", f"walk of 10,000 items in 100 pages, {over}", walked, 1.0)


def _same_items(ours: int, theirs: int) -> None:
    if ours != theirs:
        raise AssertionError(f"the walk gave {ours} items, plain httpx {theirs}: these are not the same pages")
