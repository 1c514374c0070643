"""Tokens shared through a store: one mint for two processes, and a store in trouble costs a mint, never a call."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall.auth.stores import MemoryTokenStore, RedisTokenStore
from tests.unit.knoxcall.redis_servers import RedisServer, running_redis
from tests.wire.knoxcall.gateways import ID, SECRET, Gateway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.wire.kneo.raw_server import Exchange, RawServer
    from tests.wire.knoxcall.gateways import Either

redis = pytest.importorskip("redis", reason="NOT TESTED against Redis: its client is not installed")
import redis.asyncio as asynchronous_redis  # noqa: E402


@pytest.fixture
def server(tmp_path: Any) -> Iterator[RedisServer]:
    with running_redis(tmp_path) as started:
        yield started


class Stores:
    """Makes Redis stores over a client of the kind that fits, which is closed afterwards."""

    def __init__(self, either: Either, server: RedisServer) -> None:
        self.either, self.server = either, server
        self.clients: list[Any] = []

    def make(self) -> RedisTokenStore:
        library = asynchronous_redis if self.either.is_async else redis
        self.clients.append(library.from_url(self.server.url, socket_timeout=5, socket_connect_timeout=5))
        return RedisTokenStore(self.clients[-1])


@pytest.fixture
def stores(either: Either, server: RedisServer) -> Iterator[Stores]:
    made = Stores(either, server)
    yield made
    for client in made.clients:
        either.shut(client)


def keys_of(server: RedisServer) -> list[str]:
    with redis.Redis(port=server.port, decode_responses=True) as connection:
        return sorted(connection.keys())


def test_two_clients_with_one_redis_mint_once(
    either: Either, serve: Callable[..., RawServer], server: RedisServer, stores: Stores
) -> None:
    gateway = Gateway()
    url = serve(gateway).url
    for _ in range(2):
        either.do(either.client(url, token_store=stores.make(), tenant="acme").account.get())
    assert gateway.shown() == ["Bearer kc_1"] * 2
    assert len(gateway.mints) == 1
    (key,) = keys_of(server)
    assert key.startswith("knoxcall:token:acme:"), "and no lock is left"
    assert SECRET not in key


def test_signing_out_takes_the_token_from_redis(
    either: Either, serve: Callable[..., RawServer], server: RedisServer, stores: Stores
) -> None:
    client = either.client(serve(Gateway()).url, token_store=stores.make())
    either.do(client.authenticate())
    assert len(keys_of(server)) == 1
    either.do(client.sign_out())
    assert keys_of(server) == []


def test_a_token_that_the_service_refuses_is_replaced_for_all(
    either: Either, serve: Callable[..., RawServer], stores: Stores
) -> None:
    gateway = Gateway()
    url = serve(gateway).url
    first, second = (either.client(url, token_store=stores.make()) for _ in range(2))
    for client in (first, second):
        either.do(client.account.get())
    gateway.good = lambda shown: shown == "Bearer kc_2"
    for client in (first, second):
        either.do(client.account.get())
    assert len(gateway.mints) == 2, "the second client takes the first one's new token"


def test_a_redis_that_is_down_costs_a_mint_and_no_call(
    either: Either, serve: Callable[..., RawServer], server: RedisServer, stores: Stores,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level("DEBUG", "knoxcall")
    gateway = Gateway()
    client = either.client(serve(gateway).url, token_store=stores.make())
    server.stop()
    for _ in range(3):
        either.do(client.account.get())
        either.do(client.call("r"))
    assert len(gateway.mints) == 1
    assert any("token store" in record.getMessage() for record in caplog.records)
    assert "kc_1" not in caplog.text


def test_a_redis_that_goes_away_and_comes_back(
    either: Either, serve: Callable[..., RawServer], server: RedisServer, stores: Stores
) -> None:
    gateway = Gateway()
    url, store = serve(gateway).url, stores.make()
    client = either.client(url, token_store=store)
    either.do(client.account.get())
    server.stop()
    either.do(client.account.get())
    server.start()
    gateway.good = lambda shown: shown == "Bearer kc_2"
    either.do(client.account.get())
    either.do(either.client(url, token_store=stores.make()).account.get())
    assert len(gateway.mints) == 2


CHILD = """
import asyncio, sys, redis.asyncio
from knoxcall.client import KnoxCall
from knoxcall.auth.stores import RedisTokenStore
url, redis_url, kind, client_id, client_secret = sys.argv[1:]
made = redis.asyncio.from_url(redis_url)
options = dict(base_url=url, client_id=client_id, client_secret=client_secret, token_store=RedisTokenStore(made))
if kind == "sync":
    client = KnoxCall(**options)
    print("ready", flush=True)
    sys.stdin.readline()
    client.account.get()
else:
    async def main():
        client = KnoxCall(sync=False, **options)
        print("ready", flush=True)
        sys.stdin.readline()
        await client.account.get()
        await client.aclose()
        await made.aclose()
    asyncio.run(main())
print("done", flush=True)
"""


@pytest.mark.slow
def test_two_processes_mint_once(serve: Callable[..., RawServer], server: RedisServer) -> None:
    def slow(exchange: Exchange, number: int) -> bool:
        exchange.wait(0.5)  # long enough for the other process to come and find the lock taken
        return gateway.issue(exchange, number)

    gateway = Gateway(mint=slow)
    url = serve(gateway).url
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, url, server.url, kind, ID, SECRET],
            env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for kind in ("sync", "async")
    ]  # fmt: skip
    try:
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        for child in children:
            assert child.communicate(timeout=60)[0] == "done\n"
    finally:
        for child in children:
            child.kill()
            child.communicate()
    assert gateway.shown() == ["Bearer kc_1"] * 2
    assert len(gateway.mints) == 1


class Failing(MemoryTokenStore):
    """A store of a caller's own, of which one method does not work."""

    def __init__(self, method: str) -> None:
        super().__init__()
        self.method = method
        self.failed = 0

        async def fail(*_: Any) -> Any:
            self.failed += 1
            raise RuntimeError("the store's own words, which may hold a password")

        setattr(self, method, fail)


@pytest.mark.parametrize("method", ["get", "set", "with_lock"])
def test_a_store_that_fails_does_not_fail_the_call(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture, method: str
) -> None:
    caplog.set_level("DEBUG", "knoxcall")
    gateway, store = Gateway(), Failing(method)
    client = either.client(serve(gateway).url, token_store=store)
    for _ in range(2):
        either.do(client.account.get())
    assert store.failed
    assert len(gateway.mints) == 1
    assert "RuntimeError" in caplog.text
    assert "password" not in caplog.text


def test_what_a_store_cannot_delete_is_told(either: Either, serve: Callable[..., RawServer]) -> None:
    from knoxcall.errors import APIConnectionError
    from tests.wire.knoxcall.gateways import failure_of

    client = either.client(serve(Gateway()).url, token_store=Failing("delete"))
    either.do(client.authenticate())
    error = failure_of(either, client.sign_out, APIConnectionError)
    assert "store" in str(error)
    assert "password" not in str(error)
