"""Cancelling a call at each of its awaits: nothing is left half done, and the client goes on as if it never was."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client import KneoClient
from kneo_client.core import RetryPolicy
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

pytestmark = pytest.mark.anyio

MOST_STEPS = 400
COUNTS_CANCELLATIONS = sys.version_info >= (3, 11)
"""Before `Task.cancelling`, anyio cannot tell a cancellation from its own that comes at the same moment, as the end of
each connecting does: it is lost there, with plain httpx too, and has to be asked for again."""
LIVE = json_answer({"ok": True})


class Stepped:
    """Awaits a coroutine and cancels the task just before the coroutine would be resumed for the nth time."""

    def __init__(self, inner: Any, cancel_at: int, cancel: Callable[[], Any]) -> None:
        self._inner = inner
        self._at = cancel_at
        self._cancel = cancel
        self.steps = 0

    def __await__(self) -> Generator[Any, Any, Any]:
        inner = self._inner.__await__()
        value: Any = None
        error: BaseException | None = None
        while True:
            try:
                waited_for = inner.send(value) if error is None else inner.throw(error)
            except StopIteration as done:
                return done.value
            self.steps += 1
            if self.steps == self._at:
                self._cancel()
            value, error = None, None
            try:
                value = yield waited_for
            except BaseException as thrown:
                error = thrown


async def cancelled_at(step: int, call: Callable[[], Any]) -> bool:
    """Run `call`, cancelled while it waits for the `step`th time. False if it was over before that."""
    reached: list[bool] = []

    async def run() -> None:
        task = asyncio.current_task()
        assert task is not None

        def cancel() -> None:
            reached.append(True)
            task.cancel()

        await Stepped(call(), step, cancel)

    task = asyncio.ensure_future(run())
    (end,) = await asyncio.gather(task, return_exceptions=True)
    if reached:
        assert task.cancelled(), f"step {step}: the cancellation was lost, the call ended in {end!r}"
    else:
        assert end is None, end
    return bool(reached)


def answered(exchange: Exchange) -> bool:
    exchange.send(LIVE)
    return True


def chunk_by_chunk(exchange: Exchange) -> bool:
    exchange.send(answer(200, headers=("Transfer-Encoding: chunked",), length=-1))
    for piece in (b'{"ok"', b":", b"true}"):
        exchange.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        exchange.wait(0.002)
    exchange.send(b"0\r\n\r\n")
    return True


def second_time_lucky(exchange: Exchange) -> bool:
    """Every other request fails with 503, so that each call has an error body, a pause and a second attempt."""
    exchange.send(answer(503, b"busy") if exchange.number % 2 else LIVE)
    return True


def closes_each_time(exchange: Exchange) -> bool:
    exchange.send(answer(200, b'{"ok":true}', headers=("Connection: close",)))
    return False


SERVERS = {
    "one answer": answered,
    "body in chunks": chunk_by_chunk,
    "a retry": second_time_lucky,
    "a connection each": closes_each_time,
}


async def still_works(client: KneoClient, calls: int) -> None:
    """As many calls at a time as there may be connections: a lost one would leave the last call waiting for ever."""
    livez = client.with_options(timeout=15, retry_policy=RetryPolicy(max_attempts=20, base_delay=0.001))
    answers = await asyncio.wait_for(asyncio.gather(*(livez.platform.health.livez() for _ in range(calls))), 30)
    assert all(found.ok for found in answers)


@pytest.mark.parametrize("play", SERVERS.values(), ids=SERVERS.keys())
@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("how", ["plain", "deadline", "whole response"])
async def test_a_call_can_be_cancelled_at_each_of_its_awaits(
    play: Callable[[Exchange], bool], warm: bool, how: str
) -> None:
    server = RawServer(play)
    policy = RetryPolicy(max_attempts=3, base_delay=0.001, jitter=0)
    try:
        steps = 0
        for step in range(1, MOST_STEPS):
            async with KneoClient(profile_for(server.url), retry_policy=policy) as client:
                if warm:
                    await client.platform.health.livez()
                view = client.with_options(deadline=20) if how == "deadline" else client
                if how == "whole response":
                    reached = await cancelled_at(step, lambda client=client: client.request("GET", "/v1/livez"))
                else:
                    reached = await cancelled_at(step, view.platform.health.livez)
                await still_works(client, 3)
            if not reached:
                break
            steps = step
        assert steps >= 1, "the call never waited: nothing was tested"
        assert not reached, f"still waiting after {MOST_STEPS} steps"
    finally:
        server.close()


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
            tasks = [asyncio.ensure_future(client.platform.runs.get("last")) for _ in range(100)]
            for _ in range(500):
                if arrived() >= 100:
                    break
                await asyncio.sleep(0.02)
            assert arrived() == 100
            release.set()
            assert all(found.run_id == "r" for found in await asyncio.gather(*tasks))
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
