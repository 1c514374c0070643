"""Many calls in flight to a server that takes its time: the rate, and how many connections it took."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import httpx

from .measure import interleave
from .report import Result, ratio
from .server import COUNTER_PATH
from .subjects import fresh_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .plan import Plan
    from .subjects import AsyncSubject

IN_FLIGHT = 100
CALLS = 2_000


def measure(plan: Plan) -> Iterator[Result]:
    """The budgets of 2,000 calls, 100 at a time, each answered after 50 ms; every round has a new client."""
    calls, rounds = CALLS // 4 if plan.quick else CALLS, 3
    url = plan.server.delayed_url
    opened: list[int] = []

    def ours() -> float:
        connections_since(url)
        seconds = asyncio.run(_flight(lambda: plan.ours_async(url), calls))
        opened.append(connections_since(url))
        return seconds

    ratios = interleave(ours, lambda: asyncio.run(_flight(lambda: plan.theirs_async(url), calls)), rounds)
    low, high = sorted(1 / value for value in ratios.spread)
    faster = ratio("", "", ratios, 0)
    yield Result(
        "in-flight-rate", f"{IN_FLIGHT} calls in flight, rate to httpx", 1 / ratios.median, "at least", 1.6, "x", low,
        high, rounds, faster.detail,
    )  # fmt: skip
    yield Result("in-flight-connections", f"connections for {calls} such calls", max(opened), "at most", 110, "")


async def _flight(open_client: Callable[[], AsyncSubject], calls: int) -> float:
    client = open_client()
    remaining = iter(range(calls))

    async def worker() -> None:
        for _ in remaining:
            await client.get(fresh_id())

    started = time.perf_counter()
    try:
        await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
        return (time.perf_counter() - started) / calls
    finally:
        await client.aclose()


def connections_since(url: str) -> int:
    """Connections opened since the last question, the asking one not counted."""
    with httpx.Client() as client:
        opened: int = client.get(url + COUNTER_PATH.decode("ascii")).json()["opened"]
        return opened
