"""Cancelling each shape of call at each of its awaits: nothing is left half done, and the client goes on as before."""

from __future__ import annotations

import asyncio
import gc
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.fault.cancelling import WAYS, cancelled_at, only_this_task
from tests.fault.left_over import Stock, eventually
from tests.fault.shapes import SHAPES, Shape
from trellis.core.transport.limits import PoolLimits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_STEPS = 400
CONNECTIONS = 2
"""So few that a single one that is lost leaves one of two calls waiting for ever."""
SECONDS = 20.0


@pytest.fixture(autouse=True)
def few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PoolLimits.__new__, "__defaults__", (CONNECTIONS, 60.0))


@pytest.fixture
def shape(request: pytest.FixtureRequest) -> Shape:
    return SHAPES[request.param]


@pytest.fixture
def server(shape: Shape) -> Iterator[Any]:
    """It is there before stock is taken and goes after: what is left then is the client's."""
    started = shape.serve()
    yield started
    started.close()


async def every_step(shape: Shape, url: str, way: str, folder: Path) -> int:
    """Cancel the call at its first await, with a client of its own, then at its second, and so on; the last step."""
    for step in range(1, MOST_STEPS):
        async with shape.client(url) as client:
            reached = await cancelled_at(step, partial(shape.call, client, folder), way)
            await only_this_task()
            again = (shape.call(client, folder) for _ in range(CONNECTIONS if reached else 0))
            await asyncio.wait_for(asyncio.gather(*again), SECONDS)
        await only_this_task()
        if not reached:
            return step - 1
    raise AssertionError(f"still waiting after {MOST_STEPS} steps")


@pytest.mark.parametrize("shape", SHAPES, indirect=True)
@pytest.mark.parametrize("way", WAYS)
def test_a_call_can_be_cancelled_at_each_of_its_awaits(shape: Shape, server: Any, way: str, tmp_path: Path) -> None:
    async def once() -> None:
        async with shape.client(server.url) as client:
            await shape.call(client, tmp_path)

    asyncio.run(once())  # what is opened once in a process is open before stock is taken
    before = Stock.take()
    steps = asyncio.run(every_step(shape, server.url, way, tmp_path))
    assert steps > 1, "the call hardly waited: nothing was tested"
    gc.collect()
    before.assert_nothing_left()
    assert eventually(lambda: not [path for path in tmp_path.iterdir() if path.name != "saved"])


SHARED = ("a mint", "a mint, in time", "a store that blocks", "a store that waits", "proofs and nonces")


@pytest.mark.parametrize("shape", [*(f"knoxcall: {name}" for name in SHARED), "convox: a session"], indirect=True)
@pytest.mark.parametrize("first", [True, False], ids=["who began", "who waits"])
def test_work_that_calls_share_goes_on_whoever_is_cancelled(
    shape: Shape, server: Any, first: bool, tmp_path: Path
) -> None:
    """Of three calls that want a token, or a session, one is cancelled: at each step, in each way."""

    async def cancelled_amid_others(step: int, way: str) -> bool:
        async with shape.client(server.url) as client:

            def call() -> Any:
                return shape.call(client, tmp_path)

            others: list[asyncio.Task[Any]] = []

            async def begin_others() -> None:
                others.extend(asyncio.ensure_future(call()) for _ in range(2))

            async def one() -> None:
                if first:
                    asyncio.get_running_loop().call_soon(asyncio.ensure_future, begin_others())
                await call()

            if not first:
                await begin_others()
            reached = await cancelled_at(step, one, way)
            await asyncio.sleep(0)
            await asyncio.wait_for(asyncio.gather(*others), SECONDS)
            await only_this_task()
        return reached

    async def every_step() -> int:
        for way in WAYS:
            step = 1
            while await cancelled_amid_others(step, way):
                step += 1
                assert step < MOST_STEPS
        return step

    assert asyncio.run(every_step()) > 2
