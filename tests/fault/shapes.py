"""Every shape that a call of the three SDKs can have, each with a server that makes it go all the way."""

from __future__ import annotations

import io
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from convox import AsyncConvoxClient, RetryConfig
from kneo_client import KneoClient
from kneo_client.core import RetryPolicy
from knoxcall import KnoxCall
from tests.fault.subjects import APP, RUN, RUNS
from tests.wire.convox.racks import KEY, OK
from tests.wire.convox.scripted_rack import build
from tests.wire.convox.socket_racks import END, MARK, Rack
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer
from tests.wire.knoxcall.gateways import ACCOUNT, ID, SECRET, Gateway
from tests.wire.knoxcall.test_knoxcall_proofs import ProofGateway
from trellis.core.auth.token_cache import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from websockets.sync.server import ServerConnection

__all__ = ["SHAPES", "Shape"]

ATTEMPTS = 12
PAUSE = 0.001
PIECES = (b"one ", b"two ", b"three")
WHOLE = b"".join(PIECES)


class Shape(NamedTuple):
    """serve: starts a server of its own. client: an asynchronous client of it. call: one call that ends well, however
    many are made at a time. folder: what is written to goes into it."""

    serve: Callable[[], Any]
    client: Callable[[str], Any]
    call: Callable[[Any, Path], Awaitable[Any]]


def raw(play: Callable[[Exchange], bool | None]) -> Callable[[], RawServer]:
    return lambda: RawServer(play)


def says(reply: bytes) -> Callable[[], RawServer]:
    def play(exchange: Exchange) -> bool:
        exchange.send(reply)
        return True

    return raw(play)


def second_time_lucky(reply: bytes) -> Callable[[], RawServer]:
    """Every other request fails: each call has an error's body, a pause and a second attempt, at least."""

    def play(exchange: Exchange) -> bool:
        exchange.send(answer(503, b"busy") if exchange.number % 2 else reply)
        return True

    return raw(play)


def chunked(value: bytes) -> bytes:
    """A JSON answer in chunks; what a client reads of it comes in several pieces."""
    head = answer(200, headers=("Transfer-Encoding: chunked", "Content-Type: application/json"), length=-1)
    half = len(value) // 2
    return head + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (value[:half], value[half:], b""))


def in_pieces(exchange: Exchange) -> bool:
    """A body that comes piece by piece."""
    exchange.send(answer(200, headers=("Content-Type: application/octet-stream",), length=len(WHOLE)))
    for piece in PIECES:
        exchange.wait(0.002)
        exchange.send(piece)
    return True


def pages(items: list[Any], envelope: Callable[[list[Any], int], Any]) -> Callable[[], RawServer]:
    """A list of two pages, by offset or number."""

    def play(exchange: Exchange) -> bool:
        second = "offset=1" in exchange.target or "page=2" in exchange.target
        exchange.send(json_answer(envelope(items[1:] if second else items[:1], len(items))))
        return True

    return raw(play)


def by_turns(path: str, *answers: Any) -> Callable[[], RawServer]:
    """Gives the answers to what is asked under `path` over and over."""

    def serve() -> RawServer:
        asked = [0]

        def play(exchange: Exchange) -> bool:
            assert exchange.target.startswith(path)
            asked[0] += 1
            exchange.send(json_answer(answers[(asked[0] - 1) % len(answers)]))
            return True

        return RawServer(play)

    return serve


def closing(exchange: Exchange) -> bool:
    """A connection for each answer."""
    exchange.send(json_answer(RUNS, headers=("Connection: close",)))
    return False


class Console:
    """Wants a session of its own from whoever has none."""

    def __call__(self, exchange: Exchange) -> bool:
        if exchange.target == "/session":
            exchange.send(json_answer({"id": "s-1"}))
        elif "session" in exchange.headers:
            exchange.send(json_answer([APP]))
        else:
            challenge = 'WWW-Authenticate: Session path="/session" token="false"'
            exchange.send(json_answer({"error": "no"}, 401, headers=(challenge,)))
        return True


class Revoking(Gateway):
    """Takes no client's first token, and every other."""

    def __init__(self) -> None:
        super().__init__(mint=self.issue_to_agent, good=lambda credentials: not credentials.endswith("-1"))
        self._minted: Counter[str] = Counter()

    def issue_to_agent(self, exchange: Exchange, number: int) -> bool:
        agent = exchange.headers["user-agent"]
        self._minted[agent] += 1
        return self.issue(exchange, number, access_token=f"kc_{agent}-{self._minted[agent]}")


def proving() -> RawServer:
    """Wants proofs with a nonce, at the token endpoint and everywhere else."""
    return RawServer(ProofGateway(nonce="n-1"))


class AsyncStore:
    """A store that lets the loop turn before each answer, as one over a network does."""

    def __init__(self) -> None:
        self._inner = MemoryStore()

    async def get(self, key: str) -> Any:
        await _turn()
        return self._inner.get(key)

    async def set(self, key: str, token: Any) -> None:
        await _turn()
        self._inner.set(key, token)

    async def delete(self, key: str) -> None:
        await _turn()
        self._inner.delete(key)


async def _turn() -> None:
    import asyncio

    await asyncio.sleep(0)


def kneo(url: str) -> Any:
    policy = RetryPolicy(max_attempts=ATTEMPTS, base_delay=PAUSE, jitter=0)
    return KneoClient(profile_for(url, timeout=15.0), retry_policy=policy)


def knoxcall(**options: Any) -> Callable[[str], Any]:
    credentials = {} if "api_key" in options else {"client_id": ID, "client_secret": SECRET}
    settings: dict[str, Any] = {
        **credentials, "tenant": "acme", "retry_max_attempts": ATTEMPTS,
        "retry_base_delay": PAUSE, "timeout": 15.0, "dpop": "never", **options,
    }  # fmt: skip

    def make(url: str) -> Any:
        brought = {name: value() if isinstance(value, type) else value for name, value in settings.items()}
        return KnoxCall(sync=False, base_url=url, proxy_base_url=url, **brought)

    return make


_agents = count()


def someone(url: str) -> Any:
    """A KnoxCall client that a server can tell from the others."""
    return knoxcall(user_agent=f"agent-{next(_agents)}")(url)


def convox(url: str) -> Any:
    retry = RetryConfig(max_retries=ATTEMPTS - 1, backoff_base=PAUSE, backoff_max=PAUSE, retry_on_500=True)
    return AsyncConvoxClient(url, KEY, timeout=15.0, retry=retry)


async def walked(items: AsyncIterator[Any]) -> None:
    assert len([item async for item in items]) == 2


def iterator() -> Iterator[bytes]:
    yield from PIECES


async def async_iterator() -> AsyncIterator[bytes]:
    for piece in PIECES:
        await _turn()
        yield piece


async def _kneo_views(client: Any, _: Path) -> None:
    await client.with_options(deadline=30).platform.runs.list()


async def _kneo_tail(client: Any, _: Path) -> None:
    assert [event["event_id"] async for event in client.platform.runs.tail_trace("r", poll_interval=PAUSE)] == ["a"]


async def _stream(client: Any, _: Path) -> None:
    async with client.stream("r") as response:
        assert b"".join([chunk async for chunk in response.aiter_bytes()]) == WHOLE


async def _download(client: Any, folder: Path) -> None:
    async with await client.objects.fetch("web", "k") as download:
        assert await download.save(folder / "saved") == len(WHOLE)


async def _plain_stream(client: Any, _: Path) -> None:
    async with await client.stream("GET", "/apps/web/objects/k") as response:
        assert b"".join([chunk async for chunk in response.aiter_bytes()]) == WHOLE


async def _logs(client: Any, _: Path) -> None:
    async with await client.apps.logs("web", follow=True) as lines:
        assert [line async for line in lines] == ["one", "two"]


async def _exec(client: Any, _: Path) -> None:
    async with await client.processes.exec("web", "web-1", "cat", tty=False) as session:
        result = await session.run(async_iterator())
    assert (result.output, result.exit_code) == (WHOLE, 7)


async def _tcp(client: Any, _: Path) -> None:
    async with await client.proxy.tcp("10.0.0.7", 5432) as connection:
        await connection.send(b"hello")
        assert await connection.receive() == b"hello"


def _cat(connection: ServerConnection) -> None:
    """Give back what is typed until its end, and exit with 7."""
    while (message := connection.recv()) not in (b"", ""):
        connection.send(message)
    connection.send(f"{MARK}7\n")
    connection.send(END)
    for _ in connection:
        pass


def _echo(connection: ServerConnection) -> None:
    for message in connection:
        connection.send(message)


def traced() -> RawServer:
    """A run with one event that is over at every other look."""
    looks = [0]

    def play(exchange: Exchange) -> bool:
        if "/trace" in exchange.target:
            events = [{"sequence": 0, "event_type": "step", "event_id": "a"}]
            here = events if "offset=0" in exchange.target or "offset" not in exchange.target else []
            exchange.send(json_answer({"run_id": "r", "events": here, "count": len(here), "limit": 100, "total": 1}))
        else:
            looks[0] += 1
            exchange.send(json_answer({"run_id": "r", "status": "running" if looks[0] % 2 else "completed"}))
        return True

    return RawServer(play)


RUN_PAGES = pages([{"run_id": "a"}, {"run_id": "b"}], lambda runs, total: {"runs": runs, "total": total, "count": 1})
CLIENT_PAGES = pages([{"id": "a"}, {"id": "b"}], lambda data, total: {"data": data, "meta": {"total_pages": total}})
WAITING = by_turns("/v1/runs/r", *({"run_id": "r", "status": status} for status in ("running", "completed")))
BUILDING = by_turns("/apps/web/builds/B1", build(status="running"), build())
STORED = json_answer({"url": "object://web/k"})

SHAPES: dict[str, Shape] = {
    "kneo: reading": Shape(says(json_answer(RUNS)), kneo, lambda c, _: c.platform.runs.list()),
    "kneo: in chunks": Shape(says(chunked(b'{"ok": true}')), kneo, lambda c, _: c.platform.health.livez()),
    "kneo: a connection each": Shape(raw(closing), kneo, lambda c, _: c.platform.runs.list()),
    "kneo: a retry": Shape(second_time_lucky(json_answer(RUNS)), kneo, lambda c, _: c.platform.runs.list()),
    "kneo: a deadline": Shape(second_time_lucky(json_answer(RUNS)), kneo, _kneo_views),
    "kneo: a whole response": Shape(says(json_answer(RUNS)), kneo, lambda c, _: c.request("GET", "/v1/runs")),
    "kneo: a body": Shape(
        second_time_lucky(json_answer(RUN, 202)), kneo, lambda c, _: c.platform.runs.create({"input": "x" * 99_000})
    ),
    "kneo: a walk": Shape(RUN_PAGES, kneo, lambda c, _: walked(c.platform.runs.iterate(page_size=1))),
    "kneo: a waiter": Shape(
        WAITING, kneo, lambda c, _: c.platform.runs.wait_for_completion("r", poll_interval=PAUSE, timeout=30)
    ),
    "kneo: a tail": Shape(traced, kneo, _kneo_tail),
    "knoxcall: a mint": Shape(lambda: RawServer(Gateway()), knoxcall(), lambda c, _: c.account.get()),
    "knoxcall: a mint, in time": Shape(
        lambda: RawServer(Gateway()), knoxcall(), lambda c, _: c.with_options(deadline=30).account.get()
    ),
    "knoxcall: a token refused": Shape(lambda: RawServer(Revoking()), someone, lambda c, _: c.account.get()),
    "knoxcall: a store that blocks": Shape(
        lambda: RawServer(Gateway()), knoxcall(token_store=MemoryStore), lambda c, _: c.account.get()
    ),
    "knoxcall: a store that waits": Shape(
        lambda: RawServer(Gateway()), knoxcall(token_store=AsyncStore), lambda c, _: c.account.get()
    ),
    "knoxcall: proofs and nonces": Shape(proving, knoxcall(dpop="always"), lambda c, _: c.account.get()),
    "knoxcall: a body": Shape(
        lambda: RawServer(Gateway(json_answer(ACCOUNT))), knoxcall(), lambda c, _: c.clients.create(name="x" * 99_000)
    ),
    "knoxcall: a walk": Shape(CLIENT_PAGES, knoxcall(api_key="kc_1"), lambda c, _: walked(c.clients.iterate())),
    "knoxcall: a stream": Shape(raw(in_pieces), knoxcall(api_key="kc_1"), _stream),
    "knoxcall: an upload from an iterator": Shape(
        says(OK), knoxcall(api_key="kc_1"), lambda c, _: c.call("r", method="POST", body=iterator())
    ),
    "knoxcall: an upload from a file": Shape(
        says(OK), knoxcall(api_key="kc_1"), lambda c, _: c.call("r", method="POST", body=io.BytesIO(WHOLE * 9_999))
    ),
    "convox: reading": Shape(second_time_lucky(json_answer([APP])), convox, lambda c, _: c.apps.list()),
    "convox: a form": Shape(second_time_lucky(json_answer(APP)), convox, lambda c, _: c.apps.create("web")),
    "convox: a session": Shape(lambda: RawServer(Console()), convox, lambda c, _: c.apps.list()),
    "convox: an upload from an iterator": Shape(
        says(STORED), convox, lambda c, _: c.objects.store("web", "k", async_iterator())
    ),
    "convox: an upload from a file": Shape(
        second_time_lucky(STORED), convox, lambda c, _: c.objects.store("web", "k", io.BytesIO(WHOLE * 9_999))
    ),
    "convox: a download": Shape(raw(in_pieces), convox, _download),
    "convox: a stream": Shape(raw(in_pieces), convox, _plain_stream),
    "convox: a waiter": Shape(BUILDING, convox, lambda c, _: c.builds.wait("web", "B1", poll_interval=PAUSE)),
    "convox: logs": Shape(lambda: Rack("one\n", "two\n", END), convox, _logs),
    "convox: a command": Shape(lambda: Rack(play=_cat), convox, _exec),
    "convox: a TCP connection": Shape(lambda: Rack(play=_echo), convox, _tcp),
}
