"""Many calls that are cancelled at a time, and waiters: no connection is lost, and the others move up."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kneo_client import KneoClient
from kneo_client.core import RetryPolicy
from tests.fault.cancelling import COUNTS_CANCELLATIONS, cancelled_at
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, json_answer

pytestmark = pytest.mark.anyio

LIVE = json_answer({"ok": True})


async def test_a_hundred_cancelled_calls_cost_no_connection_of_a_hundred() -> None:
    """One client, cancelled at every step again and again: 100 calls at a time must still be possible, and not 99."""
    release = threading.Event()

    def hold(exchange: Exchange) -> bool:
        release.wait(30)
        exchange.send(json_answer({"run_id": "r", "status": "running"}))
        return True

    def arrived() -> int:
        return sum(exchange.target.endswith("/last") for exchange in holding.exchanges)

    holding = RawServer(hold)
    try:
        policy = RetryPolicy(max_attempts=3, base_delay=0.001, jitter=0)
        async with KneoClient(profile_for(holding.url), retry_policy=policy) as client:
            for _ in range(4):
                tasks = [asyncio.ensure_future(client.platform.health.livez()) for _ in range(130)]
                for turn in range(130):
                    await asyncio.sleep(0)
                    tasks[turn].cancel()
                _, deaf = await asyncio.wait(tasks, timeout=20 if COUNTS_CANCELLATIONS else 0.5)
                assert not (deaf and COUNTS_CANCELLATIONS)
                for task in deaf:
                    task.cancel()
                ends = await asyncio.gather(*tasks, return_exceptions=True)
                assert [end for end in ends if not isinstance(end, asyncio.CancelledError)] == []
            last = [asyncio.ensure_future(client.platform.runs.get("last")) for _ in range(100)]
            for _ in range(500):
                if arrived() >= 100:
                    break
                await asyncio.sleep(0.02)
            assert arrived() == 100
            release.set()
            assert all(found.run_id == "r" for found in await asyncio.gather(*last))
    finally:
        release.set()
        holding.close()


async def test_a_call_that_waits_in_line_can_be_cancelled_and_the_others_move_up() -> None:
    release = threading.Event()

    def hold(exchange: Exchange) -> bool:
        release.wait(30)
        exchange.send(LIVE)
        return True

    server = RawServer(hold)
    try:
        async with KneoClient(profile_for(server.url)) as client:
            tasks = [asyncio.ensure_future(client.platform.health.livez()) for _ in range(150)]
            for _ in range(500):
                if len(server.exchanges) >= 100:
                    break
                await asyncio.sleep(0.02)
            for task in tasks[100:125]:
                task.cancel()
            release.set()
            ends = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 30)
            assert sum(isinstance(end, asyncio.CancelledError) for end in ends) == 25
            assert sum(not isinstance(end, BaseException) for end in ends) == 125
        assert server.connections <= 105
    finally:
        release.set()
        server.close()


async def test_waiting_for_a_run_can_be_cancelled_during_its_pauses() -> None:
    server = RawServer(lambda exchange: exchange.send(json_answer({"run_id": "r", "status": "running"})) or True)  # type: ignore[func-returns-value]
    try:
        async with KneoClient(profile_for(server.url)) as client:
            for step in range(1, 30):
                if not await cancelled_at(
                    step, lambda: client.platform.runs.wait_for_completion("r", poll_interval=0.001)
                ):
                    break
            else:
                step = 30
            assert step == 30  # it would have gone on for ever: each step was cancelled
    finally:
        server.close()
