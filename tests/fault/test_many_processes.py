"""Servers that fork their workers with clients warm, and processes that are spawned: for all three SDKs."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from convox import AsyncConvoxClient, ConvoxClient
from tests.fault.echoes import ECHOES, Echo, EchoServer, Told
from tests.fault.forked import in_child, in_children
from tests.fault.left_over import Stock
from tests.wire.convox.racks import KEY
from tests.wire.convox.socket_racks import Rack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.server import ServerConnection

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
WORKERS = 3
THREADS = 4


@pytest.fixture(params=ECHOES, ids=lambda echo: echo.name)
def echo(request: pytest.FixtureRequest) -> Echo:
    found: Echo = request.param
    return found


@pytest.fixture
def server() -> Iterator[EchoServer]:
    started = EchoServer()
    yield started
    started.close()


@forks
def test_workers_of_a_prefork_server_share_what_was_issued_and_no_connection(echo: Echo, server: EchoServer) -> None:
    """A master with a warm client of each kind, on two threads and two loops; and workers that all serve at a time,
    with threads and with a loop of their own."""
    blocking, looping = echo.make("sync"), echo.make("async")
    client, other = echo.client(blocking, server.url), echo.client(looping, server.url)
    elsewhere = asyncio.new_event_loop()

    def ask(mark: str) -> Told:
        return echo.read(echo.ask(client, mark))

    async def ask_async(mark: str) -> Told:
        return echo.read(await echo.ask(other, mark))

    def masters_round() -> set[str]:
        found = {ask("m"), looping.do(ask_async("m")), elsewhere.run_until_complete(ask_async("m"))}
        return {peer for _, peer in found}

    def serve(number: int) -> str:
        served: list[Told] = []

        def in_thread(thread: int) -> None:
            served.extend(ask(f"w{number}-{thread}-{turn}") for turn in range(3))

        threads = [threading.Thread(target=in_thread, args=(thread,)) for thread in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(15)

        async def tasks() -> None:
            served.extend(await asyncio.gather(*(ask_async(f"w{number}-task-{turn}") for turn in range(3))))
            await other.aclose()

        asyncio.run(tasks())
        client.close()
        return json.dumps(served)

    masters = masters_round()
    assert len(masters) == 3
    results = in_children(WORKERS, serve)
    assert masters_round() == masters, "a worker's end has ended a connection of the master's"
    assert server.issued == 2 * echo.issued, "the workers asked for credentials that they had"
    peers: list[set[str]] = []
    for number, result in enumerate(results):
        assert result.startswith("[["), result
        served = json.loads(result)
        assert sorted(mark for mark, _ in served) == sorted(
            [f"w{number}-{thread}-{turn}" for thread in [*range(THREADS), "task"] for turn in range(3)]
        )
        peers.append({peer for _, peer in served})
    assert not set.intersection(masters, set().union(*peers))
    assert len(set().union(*peers)) == sum(map(len, peers)), "two workers shared a connection"
    elsewhere.run_until_complete(other.aclose())
    elsewhere.close()
    blocking.close()
    looping.close()


@forks
def test_a_client_that_was_closed_is_closed_in_a_child_too(echo: Echo, server: EchoServer) -> None:
    either = echo.make("sync")
    client = echo.client(either, server.url)
    client.close()
    assert "ClosedError" in in_child(lambda: echo.ask(client, "x"))
    either.close()


@forks
def test_an_open_log_goes_on_in_the_parent_whatever_the_child_does() -> None:
    """The child reads nothing of it, ends, and with it its copy of the connection; it opens a log of its own."""

    def play(connection: ServerConnection) -> None:
        for message in connection:
            connection.send(message)

    def child() -> str:
        with client.proxy.tcp("10.0.0.7", 1) as own:
            own.send(b"child")
            return str(own.receive())

    with Rack(play=play) as rack, ConvoxClient(rack.url, KEY) as client, client.proxy.tcp("10.0.0.7", 1) as mine:
        mine.send(b"before")
        assert mine.receive() == b"before"
        assert in_child(child) == "b'child'"
        assert in_child(lambda: client.close()) == "None"
        mine.send(b"after")
        assert mine.receive() == b"after"


@forks
def test_an_open_log_of_a_loop_goes_on_in_the_parent() -> None:
    def play(connection: ServerConnection) -> None:
        for message in connection:
            connection.send(message)

    async def parent(url: str) -> None:
        async with AsyncConvoxClient(url, KEY) as client, await client.proxy.tcp("10.0.0.7", 1) as mine:

            async def own() -> bytes:
                async with await client.proxy.tcp("10.0.0.7", 1) as opened:
                    await opened.send(b"child")
                    return await opened.receive()

            def child() -> str:
                found: list[bytes] = []
                thread = threading.Thread(target=lambda: found.append(asyncio.run(own())))
                thread.start()
                thread.join(15)
                return str(found)

            await mine.send(b"before")
            assert await mine.receive() == b"before"
            assert in_child(child) == "[b'child']"
            await mine.send(b"after")
            assert await asyncio.wait_for(mine.receive(), 15) == b"after"

    with Rack(play=play) as rack:
        asyncio.run(parent(rack.url))


def _in_spawned(number: int, url: str) -> tuple[str, str, Exception | None]:
    """What a process that was spawned finds out with a client of its own, and the error of a call that fails."""
    echo = ECHOES[number]
    both = echo.make("sync")
    try:
        client = echo.client(both, url)
        told = echo.read(echo.ask(client, f"spawned-{number}"))
        client.close()
        try:
            echo.ask(client, "x")
        except Exception as error:
            return (*told, error)
        return (*told, None)
    finally:
        both.close()


def test_processes_that_are_spawned_make_clients_of_their_own_and_send_back_errors(server: EchoServer) -> None:
    """A client does not go into another process by pickling, and says so; its results and errors do."""
    before = Stock.take()
    for echo in ECHOES:
        both = echo.make("sync")
        with pytest.raises(TypeError, match=r"cannot pickle .* build it anew"):
            pickle.dumps(echo.client(both, server.url))
        both.close()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for number in range(len(ECHOES)):
            mark, peer, error = pool.submit(_in_spawned, number, server.url).result(60)
            assert (mark, peer.isdigit()) == (f"spawned-{number}", True)
            assert "ClosedError" in type(error).__name__
    before.assert_nothing_left()
