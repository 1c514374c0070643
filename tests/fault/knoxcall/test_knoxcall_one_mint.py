"""Many at once, forks and cancellation: one token for all of them, and nobody waits for what nobody does."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall.client import KnoxCall
from tests.fault.forked import in_child
from tests.wire.kneo.raw_server import Exchange, RawServer, json_answer
from tests.wire.knoxcall.gateways import ACCOUNT, ID, SECRET, Gateway
from trellis.core.transport.portal import PORTAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def client_of(url: str, **options: Any) -> Any:
    return KnoxCall(base_url=url, client_id=ID, client_secret=SECRET, retry_base_delay=0.0, **options)


def in_threads(count: int, work: Callable[[], object]) -> list[BaseException]:
    """Run `work` in many threads that begin together; what they raised."""
    failures: list[BaseException] = []
    barrier = threading.Barrier(count)

    def one() -> None:
        try:
            barrier.wait(30)
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return failures


@pytest.mark.parametrize("plane", ["management", "call"])
def test_64_threads_mint_once(serve: Callable[..., RawServer], plane: str) -> None:
    gateway = Gateway()
    with client_of(serve(gateway).url) as client:
        work = client.account.get if plane == "management" else lambda: client.call("r")
        assert in_threads(64, work) == []
    assert len(gateway.mints) == 1
    assert gateway.shown() == ["Bearer kc_1"] * 64


@pytest.mark.anyio
async def test_100_tasks_mint_once() -> None:
    gateway = Gateway()
    server = RawServer(gateway)
    try:
        async with client_of(server.url, sync=False) as client:
            await asyncio.gather(*(client.account.get() if i % 2 else client.call("r") for i in range(100)))
    finally:
        server.close()
    assert len(gateway.mints) == 1
    assert gateway.shown() == ["Bearer kc_1"] * 100


@pytest.mark.anyio
async def test_100_tasks_that_are_all_told_401_mint_once_more() -> None:
    gateway = Gateway()
    server = RawServer(gateway)
    try:
        async with client_of(server.url, sync=False) as client:
            await client.account.get()
            gateway.good = lambda shown: shown != "Bearer kc_1"
            await asyncio.gather(*(client.account.get() for _ in range(100)))
    finally:
        server.close()
    assert len(gateway.mints) == 2


def test_64_threads_that_are_all_told_401_mint_once_more(serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    with client_of(serve(gateway).url) as client:
        client.account.get()
        gateway.good = lambda shown: shown != "Bearer kc_1"
        assert in_threads(64, client.account.get) == []
    assert len(gateway.mints) == 2


def test_a_failed_mint_fails_those_who_waited_for_it_and_nobody_later(serve: Callable[..., RawServer]) -> None:
    def mint(exchange: Exchange, number: int) -> bool:
        exchange.send(json_answer({"error": "invalid_client"}, 401))
        return True

    gateway = Gateway(mint=mint)
    with client_of(serve(gateway).url) as client:
        failures = in_threads(16, client.account.get)
        assert {type(failure).__name__ for failure in failures} == {"AuthenticationError"}
        assert len(failures) == 16
        gateway.mint = None
        assert client.account.get()["slug"] == "acme"


@pytest.mark.anyio
@pytest.mark.parametrize("leaders", [1, 5])
async def test_a_cancelled_mint_is_taken_over_by_who_waits(leaders: int) -> None:
    """Whoever began the mint is cancelled in the middle of it; the others neither fail nor wait for ever."""
    arrived = threading.Event()
    release = threading.Event()

    def mint(exchange: Exchange, number: int) -> bool:
        if number <= leaders:
            arrived.set()
            release.wait(20)
        return gateway.issue(exchange, number)

    gateway = Gateway(mint=mint)
    server = RawServer(gateway)
    try:
        async with client_of(server.url, sync=False) as client:
            tasks = [asyncio.ensure_future(client.account.get()) for _ in range(leaders + 10)]
            for leader in tasks[:leaders]:
                assert await asyncio.to_thread(arrived.wait, 20)
                arrived.clear()
                leader.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await leader
            results = await asyncio.wait_for(asyncio.gather(*tasks[leaders:]), 30)
            assert all(result["slug"] == "acme" for result in results)
            assert await client.account.get()
    finally:
        release.set()
        server.close()
    assert len(gateway.mints) == leaders + 1


@pytest.mark.anyio
async def test_cancelling_who_waits_disturbs_nobody() -> None:
    arrived, release = threading.Event(), threading.Event()

    def mint(exchange: Exchange, number: int) -> bool:
        arrived.set()
        release.wait(20)
        return gateway.issue(exchange, number)

    gateway = Gateway(mint=mint)
    server = RawServer(gateway)
    try:
        async with client_of(server.url, sync=False) as client:
            tasks = [asyncio.ensure_future(client.account.get()) for _ in range(10)]
            assert await asyncio.to_thread(arrived.wait, 20)
            for waiter in tasks[5:]:
                waiter.cancel()
            release.set()
            assert all(account["slug"] == "acme" for account in await asyncio.gather(*tasks[:5]))
            assert all(waiter.cancelled() for waiter in await _settled(tasks[5:]))
    finally:
        release.set()
        server.close()
    assert len(gateway.mints) == 1


async def _settled(tasks: list[asyncio.Task[Any]]) -> list[asyncio.Task[Any]]:
    await asyncio.gather(*tasks, return_exceptions=True)
    return tasks


def test_one_asynchronous_client_serves_loop_after_loop_with_one_token() -> None:
    """The server closes after each answer, so that no loop ends with a connection open."""
    close = ("Connection: close",)

    def mint(exchange: Exchange, number: int) -> bool:
        exchange.send(json_answer({"access_token": f"kc_{number}"}, headers=close))
        return False

    def play(exchange: Exchange) -> bool:
        exchange.send(json_answer(ACCOUNT, headers=close))
        return False

    gateway = Gateway(play, mint=mint)
    server = RawServer(gateway)
    client = client_of(server.url, sync=False)

    async def twice() -> None:
        assert (await client.account.get())["slug"] == "acme"
        assert (await client.call("r")).status_code == 200

    try:
        for _ in range(3):
            asyncio.run(twice())
        asyncio.run(client.aclose())
    finally:
        server.close()
    assert gateway.shown() == ["Bearer kc_1"] * 6


@pytest.fixture
def module_level(serve: Callable[..., RawServer]) -> Iterator[Any]:
    gateway = Gateway()
    with client_of(serve(gateway).url) as client:
        yield gateway, client


@forks
def test_an_asynchronous_client_has_the_parents_token_in_a_loop_of_the_childs(serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    server = serve(gateway)
    client = client_of(server.url, sync=False)
    loop = asyncio.new_event_loop()

    async def slug() -> str:
        return str((await client.account.get())["slug"])

    try:
        assert loop.run_until_complete(slug()) == "acme"
        assert in_child(lambda: asyncio.new_event_loop().run_until_complete(slug())) == "acme"
        assert loop.run_until_complete(slug()) == "acme"
        assert server.connections == 2, "one of the parent's, one of the child's"
        loop.run_until_complete(client.aclose())
    finally:
        loop.close()
    assert len(gateway.mints) == 1


@forks
def test_a_child_uses_the_parents_token_over_connections_of_its_own(module_level: Any) -> None:
    gateway, client = module_level
    client.account.get()
    client.call("r")
    server = gateway.calls[0].server
    before = server.connections
    assert in_child(lambda: client.account.get()["slug"]) == "acme"
    assert in_child(lambda: client.call("r").status_code) == "200"
    assert server.connections == before + 2, "one connection for each child"
    assert client.account.get()["slug"] == "acme"
    assert server.connections == before + 2, "the parent's own is still open"
    assert len(gateway.mints) == 1


@forks
def test_a_fork_while_another_thread_mints_hangs_nobody(module_level: Any) -> None:
    gateway, client = module_level
    arrived, release = threading.Event(), threading.Event()

    def mint(exchange: Exchange, number: int) -> Any:
        if number == 1:
            arrived.set()
            release.wait(20)
        return gateway.issue(exchange, number)

    gateway.mint = mint
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(client.account.get()))
    thread.start()
    try:
        assert arrived.wait(20)
        assert in_child(lambda: client.account.get()["slug"]) == "acme"
    finally:
        release.set()
        thread.join(30)
    assert results[0]["slug"] == "acme"
    assert len(gateway.mints) == 2, "the child cannot wait for a thread that it does not have"


@forks
@pytest.mark.parametrize("kind", [httpx.Client, httpx.AsyncClient])
def test_a_callers_own_http_client_works_in_child_and_parent_and_stays_open(kind: type[Any]) -> None:
    """Made before the fork, first used after it, and in the child before the parent."""
    gateway = Gateway()
    server = RawServer(gateway)
    http = kind()
    try:
        with client_of(server.url, http=http) as client:
            assert in_child(lambda: (client.account.get()["slug"], client.call("r").status_code)) == "('acme', 200)"
            assert client.account.get()["slug"] == "acme"
        assert not http.is_closed
    finally:
        http.close() if kind is httpx.Client else PORTAL.wait_for(http.aclose())
        server.close()
