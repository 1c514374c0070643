"""One client of each SDK: 64 threads, many tasks, and event loops one after the other and at the same time."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from convox import AsyncConvoxClient
from tests.fault.echoes import ECHOES, Echo, EchoServer
from tests.fault.knoxcall.test_knoxcall_one_mint import in_threads
from tests.fault.left_over import Stock, eventually
from tests.wire.convox.racks import KEY
from tests.wire.convox.socket_racks import Rack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

THREADS = 64
CALLS = 5
LOOPS = 3


@pytest.fixture(params=ECHOES, ids=lambda echo: echo.name)
def echo(request: pytest.FixtureRequest) -> Echo:
    found: Echo = request.param
    return found


@pytest.fixture
def server() -> Iterator[EchoServer]:
    """Nothing of the clients' may be left by the time it is closed."""
    started = EchoServer(slow=0.05)
    before = Stock.take()
    yield started
    before.assert_nothing_left()
    started.close()


@pytest.fixture
def connect(echo: Echo, server: EchoServer) -> Iterator[Callable[[str], Any]]:
    """A new client, "sync" or "async", which the test closes."""
    made: list[Any] = []

    def make(kind: str) -> Any:
        made.append(echo.make(kind))
        return echo.client(made[-1], server.url)

    yield make
    for each in made:
        each._made.clear()
        each.close()


async def asks(echo: Echo, client: Any, name: str, count: int = CALLS) -> None:
    """So many calls at a time, each of which gets its own answer."""

    async def one(mark: str) -> None:
        assert echo.read(await echo.ask(client, mark)).mark == mark

    await asyncio.gather(*(one(f"{name}-{number}") for number in range(count)))


def test_64_threads_share_a_client_what_it_was_issued_and_no_answer(
    echo: Echo, server: EchoServer, connect: Callable[[str], Any]
) -> None:
    client = connect("sync")

    def work() -> None:
        mine = threading.get_ident()
        for number in range(CALLS):
            assert echo.read(echo.ask(client, f"{mine}-{number}")).mark == f"{mine}-{number}"

    assert in_threads(THREADS, work) == []
    client.close()
    assert server.issued == echo.issued


def test_event_loops_one_after_the_other(echo: Echo, server: EchoServer, connect: Callable[[str], Any]) -> None:
    """Each closes what it opened: what was issued goes on from loop to loop."""
    client = connect("async")
    loops = [asyncio.new_event_loop() for _ in range(LOOPS)]
    for turn in range(2):
        for number, loop in enumerate(loops):
            loop.run_until_complete(asks(echo, client, f"{turn}-{number}"))
    assert server.issued == echo.issued
    for loop in loops:
        loop.run_until_complete(client.aclose())
        loop.close()


def test_event_loops_at_the_same_time(echo: Echo, server: EchoServer, connect: Callable[[str], Any]) -> None:
    """They want a token, or a session, at the same time, and one asks for it."""
    client = connect("async")
    begin, end = threading.Barrier(LOOPS), threading.Barrier(LOOPS)

    async def work(name: str) -> None:
        begin.wait(20)
        for turn in range(3):
            await asks(echo, client, f"{name}-{turn}")
        end.wait(20)
        await client.aclose()

    with ThreadPoolExecutor(LOOPS) as pool:
        for done in [pool.submit(asyncio.run, work(f"loop-{number}")) for number in range(LOOPS)]:
            done.result(60)
    assert server.issued == echo.issued


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_loops_that_end_without_closing_take_their_connections_with_them(
    echo: Echo, server: EchoServer, connect: Callable[[str], Any]
) -> None:
    """Only they could close them, so they go when they are collected; a client that outlives a thousand calls of
    `asyncio.run` holds those of the last."""
    client = connect("async")
    asyncio.run(asks(echo, client, "first"))
    gc.collect()
    before = Stock.take()
    for turn in range(6):
        asyncio.run(asks(echo, client, f"{turn}"))
    gc.collect()
    # Both ends of at most as many connections as one loop has.
    assert eventually(lambda: len(Stock.take().descriptors) <= len(before.descriptors) + 2 * CALLS)

    async def use_and_close() -> None:
        await asks(echo, client, "last")
        await client.aclose()

    asyncio.run(use_and_close())
    gc.collect()
    assert server.issued == echo.issued


def test_a_log_of_one_loop_stays_open_when_another_closes_the_client() -> None:
    here, there = asyncio.new_event_loop(), asyncio.new_event_loop()
    with Rack("one\n") as rack:
        client = AsyncConvoxClient(rack.url, KEY)
        mine, theirs = (loop.run_until_complete(client.apps.logs("web", follow=True)) for loop in (here, there))
        there.run_until_complete(client.aclose())
        assert (mine.closed, theirs.closed) == (False, True)
        assert here.run_until_complete(anext(aiter(mine))) == "one"
        here.run_until_complete(client.aclose())
        assert mine.closed
    here.close()
    there.close()


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_client_that_nobody_holds_is_gone_at_once(echo: Echo, kind: str, server: EchoServer) -> None:
    """No cycle keeps it or its views alive, and no registry of ours does: used and closed, or never used."""
    either = echo.make(kind)
    gc.collect()
    gc.disable()
    try:
        used, unused = echo.client(either, server.url), echo.client(either, server.url)
        view = used.with_options(timeout=9)
        either.do(echo.ask(view, "x"))
        either.shut(used)
        either._made.clear()
        watched = [weakref.ref(each) for each in (used, unused, view)]
        del used, unused, view
        assert [each() for each in watched] == [None, None, None]
    finally:
        gc.enable()
    either.close()
