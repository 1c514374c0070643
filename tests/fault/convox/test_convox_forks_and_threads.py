"""A Convox client in many threads, in forked children, and under tasks that are cancelled."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from convox import AsyncConvoxClient, ConvoxClient
from tests.fault.forked import in_child
from tests.wire.convox.racks import KEY
from tests.wire.kneo.raw_server import Exchange, RawServer, json_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

CHALLENGE = json_answer({"error": "no"}, 401, headers=('WWW-Authenticate: Session path="/session" token="false"',))


class Console:
    """Issues one session after another, slowly; takes any of them. Tells apps by connection."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.issued = 0

    def __call__(self, exchange: Exchange) -> bool:
        if exchange.target == "/session":
            exchange.wait(self.seconds)
            self.issued += 1
            exchange.send(json_answer({"id": f"s-{self.issued}"}))
        elif "session" in exchange.headers:
            exchange.send(json_answer([{"name": str(exchange.connection.getpeername()[1])}]))
        else:
            exchange.send(CHALLENGE)
        return True


@pytest.fixture
def console() -> Iterator[tuple[Console, RawServer]]:
    """One that takes its time."""
    played = Console(0.1)
    server = RawServer(played)
    yield played, server
    server.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_has_the_session_and_connections_of_its_own(console: tuple[Console, RawServer]) -> None:
    played, server = console
    with ConvoxClient(server.url, KEY) as client:
        [mine] = client.apps.list()

        childs = in_child(lambda: client.apps.list()[0].name)
        [after] = client.apps.list()

    assert childs.isdigit(), childs
    assert childs != mine.name == after.name
    assert played.issued == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_forked_while_a_session_is_asked_for_does_not_wait_for_its_parents(
    console: tuple[Console, RawServer],
) -> None:
    played, server = console
    played.seconds = 0.6
    with ConvoxClient(server.url, KEY) as client:
        asking = threading.Thread(target=client.apps.list)
        asking.start()
        for _ in range(200):
            if len(server.exchanges) >= 2:
                break
            server.stopping.wait(0.01)
        childs = in_child(lambda: len(client.apps.list()))
        asking.join(10)

    assert childs == "1"
    assert played.issued == 2


def test_forty_threads_ask_for_one_session_and_all_succeed(console: tuple[Console, RawServer]) -> None:
    played, server = console
    results: list[int] = []
    barrier = threading.Barrier(40)
    with ConvoxClient(server.url, KEY) as client:

        def one() -> None:
            barrier.wait(10)
            results.append(len(client.apps.list()))

        threads = [threading.Thread(target=one) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

    assert results == [1] * 40
    assert played.issued == 1


def test_a_cancelled_leader_leaves_the_session_to_those_who_wait(console: tuple[Console, RawServer]) -> None:
    played, server = console
    played.seconds = 0.3

    async def run() -> list[Any]:
        async with AsyncConvoxClient(server.url, KEY) as client:
            leader = asyncio.create_task(client.apps.list())
            for _ in range(200):
                if len(server.exchanges) >= 2:
                    break
                await asyncio.sleep(0.01)
            waiting = [asyncio.create_task(client.apps.list()) for _ in range(5)]
            await asyncio.sleep(0.1)
            leader.cancel()
            results = await asyncio.wait_for(asyncio.gather(*waiting), 10)
            assert leader.cancelled()
            return results

    assert [len(result) for result in asyncio.run(run())] == [1] * 5
    assert played.issued == 2
