"""Connections: how many there are, that they are used again, and that none outlives its client."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import KneoClosedError, KneoError
from tests.wire.kneo.both_clients import failure_of
from trellis.testing import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneo_client.core import Profile
    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import Exchange, RawServer
    from trellis.emulator import EmulatorHandle


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether `condition` comes true in time: the server notices a closed connection a moment later."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def idle(kneo_server: EmulatorHandle) -> EmulatorHandle:
    """The platform once connections of earlier tests are gone."""
    kneo_server.drop_connections()
    assert eventually(lambda: kneo_server.open_connections == 0)
    return kneo_server


def test_calls_in_sequence_share_one_connection(either: Either, idle: EmulatorHandle) -> None:
    client = either.client(idle.url)
    for _ in range(20):
        either.do(client.platform.health.livez())
        either.do(client.request("GET", "/v1/runs"))
        either.do(client.with_options(timeout=5).platform.runs.list())
    assert idle.open_connections == 1


def test_an_error_answer_leaves_its_connection_usable(either: Either, idle: EmulatorHandle) -> None:
    client = either.client(idle.url)
    for _ in range(5):
        with pytest.raises(KneoError):
            either.do(client.platform.runs.get("no-such-run"))
    assert idle.open_connections == 1


def test_retries_share_one_connection(either: Either, idle: EmulatorHandle) -> None:
    idle.faults.add("livez", faults.status(503, times=4))
    either.do(either.client(idle.url, attempts=5).platform.health.livez())
    assert idle.open_connections == 1


def test_nothing_is_connected_before_the_first_call(either: Either, idle: EmulatorHandle) -> None:
    client = either.client(idle.url)
    client.with_options(timeout=3)
    assert idle.open_connections == 0


def test_closing_closes_every_connection_and_may_be_repeated(either: Either, idle: EmulatorHandle) -> None:
    client = either.client(idle.url)
    either.do(client.platform.health.livez())
    assert idle.open_connections == 1
    either.shut(client)
    either.shut(client)
    assert eventually(lambda: idle.open_connections == 0)


def test_a_client_that_was_never_used_can_be_closed(either: Either) -> None:
    client = either.client("http://127.0.0.1:9")
    either.shut(client)
    either.shut(client)


def test_a_closed_client_says_so(either: Either, idle: EmulatorHandle) -> None:
    client = either.client(idle.url)
    view = client.with_options(timeout=3)
    either.do(client.platform.health.livez())
    either.shut(client)
    for call in (
        client.platform.health.livez,
        lambda: client.request("GET", "/v1/livez"),
        view.platform.health.livez,
        client.with_options(timeout=1).platform.health.livez,
        lambda: either.collect(client.platform.runs.iterate()),
    ):
        error = failure_of(either, call, KneoClosedError)
        assert isinstance(error, RuntimeError)
        assert "closed" in str(error)
    assert len(idle.requests) == 1


def test_closing_a_view_closes_the_client_it_was_taken_from(either: Either, idle: EmulatorHandle) -> None:
    client = either.client(idle.url)
    either.shut(client.with_options(timeout=3))
    failure_of(either, client.platform.health.livez, KneoClosedError)


def test_a_client_is_closed_by_its_with_block_even_after_an_error(idle: EmulatorHandle, kneo_profile: Profile) -> None:
    client = SyncKneoClient(kneo_profile)
    with pytest.raises(TypeError), client:
        client.platform.health.livez().version / 0  # type: ignore[operator]
    with pytest.raises(KneoClosedError):
        client.platform.health.livez()
    assert eventually(lambda: idle.open_connections == 0)


def hold(release: threading.Event) -> Callable[[Exchange], bool]:
    """Answers once `release` is set."""
    from tests.wire.kneo.raw_server import json_answer

    def play(exchange: Exchange) -> bool:
        release.wait(30)
        exchange.send(json_answer({"ok": True, "version": exchange.headers["x-request-id"]}))
        return True

    return play


@pytest.mark.parametrize("calls", [100, 200])
def test_many_calls_in_flight_share_about_a_hundred_connections(
    serve: Callable[..., RawServer], either: Either, calls: int
) -> None:
    release = threading.Event()
    server = serve(hold(release))
    client = either.client(server.url)
    results: list[Any] = []

    async def asynchronous() -> None:
        tasks = [asyncio.ensure_future(client.request("GET", "/v1/livez", request_id=f"{n}")) for n in range(calls)]
        assert await asyncio.to_thread(eventually, lambda: len(server.exchanges) >= 100)
        await asyncio.sleep(0.2)  # none more arrives: the rest is queued
        assert len(server.exchanges) == 100
        release.set()
        results.extend([response.json()["version"] for response in await asyncio.gather(*tasks)])

    def one(number: int) -> None:
        results.append(client.request("GET", "/v1/livez", request_id=f"{number}").json()["version"])

    if either.is_async:
        either.do(asynchronous())
    else:
        threads = [threading.Thread(target=one, args=(n,)) for n in range(calls)]
        for thread in threads:
            thread.start()
        assert eventually(lambda: len(server.exchanges) >= 100, 20)
        time.sleep(0.2)
        assert len(server.exchanges) == 100
        release.set()
        for thread in threads:
            thread.join(30)
    assert sorted(results, key=int) == [f"{n}" for n in range(calls)]
    assert server.connections <= 105


@pytest.mark.parametrize("then", ["answered", "reset", "503"])
def test_a_client_closed_during_a_call_sends_nothing_more_and_leaves_nothing_open(
    either: Either, serve: Callable[..., RawServer], then: str
) -> None:
    """The answer still counts; but what would be another attempt is the end of the call."""
    from tests.wire.kneo.raw_server import answer

    def play(exchange: Exchange) -> bool:
        release.wait(30)
        if then == "reset":
            exchange.reset()
        else:
            exchange.send(answer(503) if then == "503" else answer(200, b'{"ok":true}'))
        return then != "reset"

    release = threading.Event()
    server = serve(play)
    client = either.client(server.url, attempts=3, base_delay=0.05)
    ends: list[object] = []

    async def asynchronous() -> None:
        task = asyncio.ensure_future(client.platform.health.livez())
        assert await asyncio.to_thread(eventually, lambda: bool(server.exchanges))
        await client.aclose()
        release.set()
        ends.extend(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 20))

    def call() -> None:
        try:
            ends.append(client.platform.health.livez())
        except BaseException as error:
            ends.append(error)

    if either.is_async:
        either.do(asynchronous())
    else:
        thread = threading.Thread(target=call)
        thread.start()
        assert eventually(lambda: bool(server.exchanges))
        client.close()
        release.set()
        thread.join(20)
    (end,) = ends
    if then == "answered":
        assert not isinstance(end, BaseException), repr(end)
    else:
        assert isinstance(end, KneoClosedError), repr(end)
        assert end.request_id == server.exchanges[0].headers["x-request-id"]
    assert eventually(lambda: not server._open), "a connection is still open"
    assert len(server.exchanges) == 1


async def _livez(client: KneoClient) -> None:
    await client.platform.health.livez()


@pytest.mark.anyio
async def test_an_async_client_closed_by_its_with_block_leaves_no_connection(
    idle: EmulatorHandle, kneo_profile: Profile
) -> None:
    async with KneoClient(kneo_profile) as client:
        await asyncio.gather(*(_livez(client) for _ in range(10)))
        assert 1 <= idle.open_connections <= 10
    assert eventually(lambda: idle.open_connections == 0)
