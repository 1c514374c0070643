"""No answer of some kilobytes fills the memory or the stack: what unpacks without end, or nests without end, is an
error. (How much a plain gzip answer may unpack to is in tests/fault/test_fault_table.py, what a WebSocket takes in
tests/fault/convox/test_convox_sockets.py and tests/unit/core/sockets.)"""

from __future__ import annotations

import contextlib
import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from convox.exceptions import ConvoxConnectionError
from tests.unit.core.sockets.loopback_sockets import Served
from tests.wire.convox.racks import Either as ConvoxEither
from tests.wire.convox.socket_racks import logs
from tests.wire.kneo.raw_server import Exchange, answer
from trellis.core.transport.unpacking import BoundedResponse, UnpackedResponse

if TYPE_CHECKING:
    from websockets.sync.server import ServerConnection

    from tests.security.conftest import Party


def packed_twice(size: int) -> bytes:
    """Some hundred bytes that unpack to a thousandth of `size`, and those to `size`."""
    inner, outer = zlib.compressobj(9, wbits=31), zlib.compressobj(9, wbits=31)
    piece = b" " * 1_000_000
    body = b"".join(outer.compress(inner.compress(piece)) for _ in range(size // len(piece)))
    return body + outer.compress(inner.flush()) + outer.flush()


TWICE = packed_twice(300_000_000)

ANSWERS: dict[str, tuple[bytes, str]] = {
    "packed twice": (answer(200, TWICE, headers=("Content-Encoding: gzip, gzip",)), "compressed more than once"),
    "packed twice, in two lines": (
        answer(200, TWICE, headers=("Content-Encoding: gzip", "Content-Encoding: x-gzip")), "compressed more than once",
    ),
    "an error that is packed twice": (
        answer(500, TWICE, headers=("Content-Encoding: deflate, GZIP",)), "compressed more than once",
    ),
    "brotli": (answer(200, b"x" * 50, headers=("Content-Encoding: br",)), "br, which was not asked for"),
    "zstandard": (answer(404, b"x" * 50, headers=("Content-Encoding: ZSTD",)), "zstd, which was not asked for"),
    "deep": (answer(200, b"[" * 300_000, headers=("Content-Type: application/json",)), ""),
    "deep objects": (answer(200, b'{"a":' * 300_000, headers=("Content-Type: application/json",)), ""),
    "a deep error": (answer(500, b'{"error":' * 300_000, headers=("Content-Type: application/json",)), ""),
    "a deep error that is whole": (answer(400, b"[" * 900 + b"]" * 900), ""),
    "a number without end": (answer(200, b'{"runs": ' + b"9" * 200_000 + b"}"), ""),
}  # fmt: skip


def test_no_answer_fills_memory_or_stack(party: Party) -> None:
    replies: list[bytes] = []

    def play(exchange: Exchange) -> bool:
        exchange.send(replies.pop())
        return True

    client = party.client(party.serve(play).url)
    tracemalloc.start()
    try:
        for name, (reply, words) in ANSWERS.items():
            replies.append(reply)
            assert words in str(party.fails("safe", client)), name
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_websocket_takes_no_message_without_end(kind: str) -> None:
    """Neither in many pieces nor compressed, which is not offered."""

    def pour(connection: ServerConnection) -> None:
        connection.send("one\n")
        opening, going_on = b"\x02\x7f", b"\x00\x7f"
        size = (1 << 20).to_bytes(8, "big")
        with contextlib.suppress(OSError):
            for number in range(40):
                connection.socket.sendall((going_on if number else opening) + size + bytes(1 << 20))
                poured.append(number)

    poured: list[int] = []
    both = ConvoxEither(kind)
    try:
        with Served(pour) as rack:
            lines = logs(both, rack)
            with pytest.raises(ConvoxConnectionError, match="breaks the rules of WebSockets"):
                both.collect(lines)
            assert "Sec-WebSocket-Extensions" not in rack.requests[0].headers
    finally:
        both.close()
    assert len(poured) < 40, "all of it was read"


@pytest.mark.parametrize(("accepted", "named", "passes"), [
    ("gzip, deflate", "br", False), ("gzip, br", "br", True), ("gzip, BR;q=0.5", "br", True),
    ("gzip", "zstd", False), ("gzip", "utf-8", True), ("gzip", "identity", True), ("gzip", "gzip, gzip", False),
    ("gzip", "identity, identity", True),
])  # fmt: skip
def test_what_a_caller_asked_for_is_taken(accepted: str, named: str, passes: bool) -> None:
    """Brotli is not installed here, so httpx hands on what is said to be compressed with it."""
    request = httpx.Request("GET", "http://x", headers={"Accept-Encoding": accepted})
    response = BoundedResponse(
        200, headers={"Content-Encoding": named}, stream=httpx.ByteStream(b"text"), request=request
    )
    if passes:
        assert response.read() == b"text"
    else:
        with pytest.raises(httpx.DecodingError):
            response.read()


def test_a_stream_is_not_unpacked_twice_either() -> None:
    body = gzip.compress(gzip.compress(b"x"))
    response = UnpackedResponse(200, headers={"Content-Encoding": "gzip,gzip"}, stream=httpx.ByteStream(body))
    with pytest.raises(httpx.DecodingError, match="more than once"):
        next(response.iter_bytes())
    raw: Any = UnpackedResponse(200, headers={"Content-Encoding": "gzip,gzip"}, stream=httpx.ByteStream(body))
    assert b"".join(raw.iter_raw()) == body, "a caller may still take it as it came"
