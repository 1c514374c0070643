"""Limits of what an answer may cost: of the memory it takes, of the time until a deadline; and streams that break.

Over real sockets, for all three SDKs with both kinds of client, as the fault table.
"""

from __future__ import annotations

import gzip
import json
import tracemalloc
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.fault.outcomes import LET_THROUGH, SLACK, Outcome
from tests.fault.subjects import CallShape, Subject
from tests.fault.troubles import STALL, TROUBLES, bomb, says
from tests.wire.kneo.raw_server import Exchange, RawServer, answer
from trellis.core.transport import unpacking

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("little_is_let_through")


def test_a_bomb_is_refused_before_it_fills_memory(
    subject: Subject, either: Any, serve: Callable[..., RawServer]
) -> None:
    reply = bomb(100_000_000)

    def play(exchange: Exchange) -> bool:
        exchange.send(reply)
        return True

    client = subject.client(either, serve(play).url, attempts=1)
    tracemalloc.start()
    try:
        outcome = Outcome(either, subject.calls["safe"], client)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    outcome.assert_typed(subject.errors["network"])
    assert "could not be decompressed" in str(outcome.error)
    assert peak < 20_000_000 + unpacking.MOST_RATIO * 64 * 1024, f"{peak / 1e6:.0f} MB were held at a time"


def test_a_long_list_that_packs_well_is_read(subject: Subject, either: Any, serve: Callable[..., RawServer]) -> None:
    """Longer than what is always let through, and packed far better than lists usually are."""
    items = ",".join(json.dumps({"id": f"{number:x}" * 3, "text": "word " * 140}) for number in range(5_000))
    body = f"[{items}]".encode()
    packed = gzip.compress(body, 6)
    assert len(body) > LET_THROUGH
    assert 50 < len(body) / len(packed) < unpacking.MOST_RATIO
    server = serve(says(answer(200, packed, headers=("Content-Encoding: gzip",)), end="keep"))
    paths = {"kneo": "/v1/runs", "knoxcall": "/v1/clients", "convox": "/apps"}
    client = subject.client(either, server.url, attempts=1)
    if subject.name == "convox":
        assert len(either.do(client.api.get(paths["convox"]))) == 5_000
    elif subject.name == "kneo":
        assert len(either.do(client.request("GET", paths["kneo"])).json()) == 5_000
    else:
        assert len(either.do(client.request(method="GET", path=paths["knoxcall"]))) == 5_000


def _endless(piece: bytes, *, first: bytes = b"", pause: float = 0.02) -> Callable[[Exchange], bool]:
    def play(exchange: Exchange) -> bool:
        exchange.send(first)
        while not exchange.wait(pause):
            exchange.send(piece)
        return False

    return play


ENDLESS: dict[str, tuple[Callable[[Exchange], bool], bool]] = {
    # name: (what the server does, whether a synchronous client can end it in time, too)
    "silence": (lambda exchange: exchange.wait(60), True),
    "a body that drips": (_endless(b" ", first=answer(200, length=1_000_000)), True),
    "no time, over and over": (says(answer(503), end="keep", pause=0.01), True),
    "headers that drip": (_endless(b"x", first=b"HTTP/1.1 200 OK\r\nX-Long: "), False),
    "interim answers without end": (_endless(answer(103, length=-1)), False),
}


def test_a_deadline_bounds_the_call_whatever_the_server_does(
    subject: Subject, either: Any, serve: Callable[..., RawServer]
) -> None:
    """The README says what a synchronous client can wait for longer: one that gets a little of the headers now and
    again."""
    rows = {name: play for name, (play, in_sync) in ENDLESS.items() if in_sync or either.is_async}
    playing: list[Callable[[Exchange], bool]] = []
    client = subject.client(either, serve(lambda exchange: playing[-1](exchange)).url, attempts=1000, timeout=60.0)
    hurried = client.with_options(deadline=0.2)
    for name, play in rows.items():
        playing.append(play)
        outcome = Outcome(either, subject.calls["safe"], hurried)
        assert isinstance(outcome.error, subject.errors["any"]), (name, outcome.error)
        if name != "no time, over and over":  # of which the last answer is told, if there is no time for another
            assert isinstance(outcome.error, TimeoutError), (name, outcome.error)
        assert outcome.seconds < 0.2 + SLACK, name
    playing.append(subject.healthy)
    assert Outcome(either, subject.calls["safe"], client).error is None


def _read_stream(either: Any, client: Any) -> Any:
    if not either.is_async:
        with client.stream("r") as response:
            return response.read()

    async def read() -> Any:
        async with client.stream("r") as response:
            return await response.aread()

    return read()


def _download(either: Any, client: Any) -> Any:
    if not either.is_async:
        with client.objects.fetch("web", "k") as download:
            return download.read()

    async def read() -> Any:
        async with await client.objects.fetch("web", "k") as download:
            return await download.read()

    return read()


def _stream_of_a_rack(either: Any, client: Any) -> Any:
    if not either.is_async:
        with client.stream("GET", "/apps/web/objects/k") as response:
            return b"".join(response.iter_bytes())

    async def read() -> Any:
        async with await client.stream("GET", "/apps/web/objects/k") as response:
            return b"".join([chunk async for chunk in response.aiter_bytes()])

    return read()


STREAMED = {"knoxcall": (_read_stream,), "convox": (_download, _stream_of_a_rack)}
BROKEN_BODIES = (
    "closed after the headers", "half the body", "reset in the body", "one byte short", "chunks without an end",
    "a chunk shorter than it says", "no gzip", "gzip with a wrong sum", "gzip that breaks off",
    "silence after half the body",
)  # fmt: skip


def test_a_streamed_answer_that_breaks_while_it_is_read(
    subject: Subject, either: Any, serve: Callable[..., RawServer]
) -> None:
    """It is not asked for again, since its reader has begun, and it is an error wherever it breaks."""
    playing: list[Callable[[Exchange], bool]] = []
    server = serve(lambda exchange: playing[-1](exchange))
    client = subject.client(either, server.url, timeout=STALL)
    whole = answer(200, gzip.compress(b"all of it"), headers=("Content-Encoding: gzip",))
    for read in STREAMED.get(subject.name, ()):
        shape = CallShape(partial(read, either), b"", None, False, frozenset())
        for name in BROKEN_BODIES:
            trouble = TROUBLES[name]
            playing.append(trouble.play)
            start = len(server.exchanges)
            outcome = Outcome(either, shape, client)
            outcome.assert_typed(subject.errors[trouble.error])
            assert len(server.exchanges) == start + 1, name
        playing.append(says(whole, end="keep"))
        outcome = Outcome(either, shape, client)
        assert (outcome.error, outcome.result) == (None, b"all of it")
