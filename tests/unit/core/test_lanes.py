"""The lanes of an asynchronous client: who gets which connection, who waits, and what is closed."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from trellis.core.failures import ClosedFailure, TransportFailure
from trellis.core.transport.lanes import Lane, Lanes

pytestmark = pytest.mark.anyio


class Line(httpx.AsyncBaseTransport):
    """A connection that knows whether it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, request=request)

    async def aclose(self) -> None:
        self.closed += 1


class Opened:
    """Makes connections and remembers them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def __call__(self) -> Line:
        self.lines.append(Line())
        return self.lines[-1]


def lanes(limit: int = 2, keepalive: float = 3600.0) -> tuple[Lanes, Opened]:
    opened = Opened()
    return Lanes(limit, keepalive, opened), opened


async def test_a_lane_is_used_again_and_the_one_used_last_comes_first() -> None:
    table, opened = lanes()
    first, second = await table.take(None), await table.take(None)
    await table.release(first)
    await table.release(second)
    assert await table.take(None) is second
    assert await table.take(None) is first
    assert len(opened.lines) == 2


async def test_whoever_comes_when_all_are_taken_waits_in_line() -> None:
    table, opened = lanes(limit=1)
    lane = await table.take(None)
    served: list[int] = []

    async def use(number: int) -> None:
        mine = await table.take(None)
        served.append(number)
        await asyncio.sleep(0)
        await table.release(mine)

    tasks = [asyncio.create_task(use(number)) for number in range(5)]
    await asyncio.sleep(0.01)
    assert served == []
    await table.release(lane)
    await asyncio.gather(*tasks)
    assert served == [0, 1, 2, 3, 4]
    assert len(opened.lines) == 1


async def test_who_waits_too_long_is_told_that_nothing_was_sent() -> None:
    table, _ = lanes(limit=1)
    lane = await table.take(None)
    with pytest.raises(TransportFailure, match=r"all 1 connections stayed busy for 0\.01 s") as failed:
        await table.take(0.01)
    assert (failed.value.phase, failed.value.sent, failed.value.timed_out) == ("pool", False, True)
    await table.release(lane)
    assert await table.take(0.01) is lane


async def test_a_cancelled_waiter_loses_no_lane() -> None:
    table, _ = lanes(limit=1)
    lane = await table.take(None)
    waiter = asyncio.create_task(table.take(None))
    await asyncio.sleep(0)
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    await table.release(lane)
    assert await table.take(0.01) is lane


async def test_a_waiter_cancelled_in_the_moment_it_is_served_passes_the_lane_on() -> None:
    table, _ = lanes(limit=1)
    lane = await table.take(None)
    unlucky, next_one = asyncio.create_task(table.take(None)), asyncio.create_task(table.take(None))
    await asyncio.sleep(0)
    await table.release(lane)
    unlucky.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unlucky
    assert await asyncio.wait_for(next_one, 10) is lane


async def test_an_idle_lane_is_closed_after_its_time_and_its_place_is_free() -> None:
    table, opened = lanes(limit=2, keepalive=0.0)
    held = [await table.take(None), await table.take(None)]
    for lane in held:
        await table.release(lane)
    await asyncio.sleep(0.01)
    assert await table.take(None) is held[1]
    assert [line.closed for line in opened.lines] == [1, 0]
    replacement = await table.take(None)
    assert replacement not in held
    assert len(opened.lines) == 3


async def test_closing_turns_waiters_away_and_closes_what_is_free_at_once_and_the_rest_when_given_back() -> None:
    table, opened = lanes(limit=2)
    busy, free = await table.take(None), await table.take(None)
    waiter = asyncio.create_task(table.take(None))
    await asyncio.sleep(0)
    await table.aclose()
    with pytest.raises(ClosedFailure):
        await waiter
    await table.release(free)
    assert [line.closed for line in opened.lines] == [0, 1]
    await table.release(busy)
    assert [line.closed for line in opened.lines] == [1, 1]
    with pytest.raises(ClosedFailure):
        await table.take(None)


async def test_a_connection_that_cannot_be_opened_takes_no_place() -> None:
    line = Line()
    outcomes: list[Line | None] = [None, None, line]

    def flaky() -> Line:
        outcome = outcomes.pop(0)
        if outcome is None:
            raise OSError("no file descriptors")
        return outcome

    table = Lanes(1, 3600.0, flaky)
    for _ in range(2):
        with pytest.raises(OSError, match="no file descriptors"):
            await table.take(None)
    lane = await table.take(None)
    assert isinstance(lane, Lane)
    assert lane.transport is line


async def test_never_more_lanes_than_the_limit_under_load() -> None:
    table, opened = lanes(limit=7)
    in_use = 0
    most = 0

    async def use() -> None:
        nonlocal in_use, most
        lane = await table.take(None)
        in_use += 1
        most = max(most, in_use)
        await asyncio.sleep(0)
        in_use -= 1
        await table.release(lane)

    await asyncio.gather(*(use() for _ in range(200)))
    assert (most, len(opened.lines)) == (7, 7)
