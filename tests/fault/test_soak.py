"""Thousands of calls over real sockets, with all that happens to calls in between: nothing grows.

`TRELLIS_SOAK=20000` makes so many calls with each client instead of some hundred.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import tracemalloc
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.fault.echoes import ECHOES, Echo, EchoServer
from tests.fault.left_over import Stock, eventually
from tests.wire.kneo.raw_server import Exchange, json_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = int(os.environ.get("TRELLIS_SOAK", "600"))
MARKS = 40
"""So many different URLs, for all of which there is room in a client's caches."""
IN_FLIGHT = 15
KB_LET_THROUGH = 24.0 + CALLS / 500
"""Room for what the interpreter itself keeps, such as free lists, and its tables that double now and again; one small
object a call would be several times as much."""


class TroubledServer(EchoServer):
    """An echo with troubles, told by the mark: "busy" is not at first, "end" ends the connection, "none" is not there,
    "lost" breaks off."""

    def __init__(self) -> None:
        super().__init__()
        self._busy: set[str] = set()
        self._lock_of_busy = threading.Lock()

    def _echo(self, exchange: Exchange) -> bool:
        self.exchanges.clear()  # what the server remembers is not what is looked for
        kind, _, number = exchange.target.rpartition("/")[2].partition("-")
        if kind == "busy":
            with self._lock_of_busy:
                seen = number in self._busy
                self._busy ^= {number}
            if not seen:
                exchange.send(json_answer({"error": "busy"}, 503))
                return True
        if kind == "none":
            exchange.send(json_answer({"error": "none"}, 404))
            return True
        if kind == "lost":
            exchange.send(json_answer({"run_id": "x" * 500})[:90])
            return False
        return super()._echo(exchange) and kind != "end"

    def forget(self) -> None:
        """Let go of the threads of connections that have ended."""
        for thread in [thread for thread in self._threads if not thread.is_alive()]:
            self._threads.remove(thread)


class Held(NamedTuple):
    """What the process holds at a time. kilobytes: allocated since tracing began, but for what the tests' own server
    and its bookkeeping have."""

    kilobytes: float
    descriptors: int
    threads: int

    @classmethod
    def take(cls) -> Held:
        """As it is now, once everything that is on its way out has left."""
        gc.collect()
        found = tracemalloc.take_snapshot().filter_traces(
            [tracemalloc.Filter(False, pattern) for pattern in ("*/tests/*", "*/threading.py", "*/tracemalloc.py")]
        )
        stock = Stock.take()
        kilobytes = sum(trace.size for trace in found.traces) / 1024
        return cls(kilobytes, len(stock.descriptors), len(stock.threads))


def mark_of(number: int) -> str:
    """What call `number` asks for: mostly something that there is."""
    kinds = {11: "busy", 23: "end", 37: "none", 41: "lost"}
    kind = next((kind for divisor, kind in kinds.items() if number % divisor == 0), "plain")
    return f"{kind}-{number % MARKS}"


@pytest.fixture
def server() -> Iterator[TroubledServer]:
    started = TroubledServer()
    yield started
    started.close()


class Soak:
    """The calls of one client, and how they ended."""

    def __init__(self, echo: Echo, client: Any) -> None:
        self.echo = echo
        self.client = client
        self.ends = {"done": 0, "failed": 0, "cancelled": 0}

    def one(self, number: int) -> None:
        mark = mark_of(number)
        try:
            told = self.echo.read(self.echo.ask(self.client, mark))
        except Exception:
            self._failed(mark)
        else:
            self._done(mark, told.mark)

    async def one_of_many(self, number: int) -> None:
        mark = mark_of(number)
        try:
            told = self.echo.read(await self.echo.ask(self.client, mark))
        except asyncio.CancelledError:
            self.ends["cancelled"] += 1
        except Exception:
            self._failed(mark)
        else:
            self._done(mark, told.mark)

    def _failed(self, mark: str) -> None:
        assert mark.startswith(("none", "lost")), mark
        self.ends["failed"] += 1

    def _done(self, mark: str, told: str) -> None:
        assert told == mark
        self.ends["done"] += 1

    async def batch(self, first: int) -> None:
        """So many at a time, of which every fourth batch has one that is cancelled at once or a little later."""
        tasks = [asyncio.ensure_future(self.one_of_many(number)) for number in range(first, first + IN_FLIGHT)]
        if (turn := first // IN_FLIGHT) % 4 == 0:
            for _ in range(turn % 7):
                await asyncio.sleep(0)
            tasks[turn % IN_FLIGHT].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.slow
@pytest.mark.timeout(120 + CALLS // 10)
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("echo", ECHOES, ids=lambda echo: echo.name)
def test_nothing_grows(echo: Echo, kind: str, server: TroubledServer) -> None:
    either = echo.make(kind)
    client = echo.client(either, server.url)
    soak = Soak(echo, client)
    third = CALLS // 3 // IN_FLIGHT * IN_FLIGHT
    held: list[Held] = []
    tracemalloc.start()
    try:
        for part in range(3):
            for number in range(part * third, (part + 1) * third, 1 if kind == "sync" else IN_FLIGHT):
                if kind == "sync":
                    soak.one(number)
                else:
                    either.do(soak.batch(number))
            # Both ends of a connection: the server notices a moment later that a client has closed one.
            assert eventually(lambda: len(server._open) <= IN_FLIGHT)
            server.forget()
            held.append(Held.take())
    finally:
        tracemalloc.stop()
        either.close()
    print(f"{echo.name} {kind}: {CALLS} calls, {soak.ends}; {held}")  # noqa: T201 - the figures of a long run
    assert held[2].kilobytes - held[1].kilobytes < KB_LET_THROUGH, held
    assert held[2].descriptors <= held[1].descriptors + 2 * IN_FLIGHT, held
    assert held[2].threads <= held[1].threads + IN_FLIGHT, held
    assert soak.ends["done"] > CALLS * 0.8
    assert soak.ends["failed"] > CALLS * 0.03
