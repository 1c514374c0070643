"""The parts of a WebSocket that do no I/O: heads and bodies of refusals however cut, and the clock of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.sockets.cutting import CUTS, pieces_of
from trellis.core.failures import DeadlineFailure, TransportFailure
from trellis.core.sockets.http_head import Head, HttpProblem, read_body, read_head
from trellis.core.sockets.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Generator


def read(reader: Generator[None, bytes, Any], data: bytes, cuts: list[int]) -> Any:
    """What the reader makes of `data`, cut at these places, and then the connection's end."""
    pieces = [piece for piece in pieces_of(data, cuts) if piece]
    try:
        next(reader)
        for piece in [*pieces, b"", b""]:
            reader.send(piece)
    except StopIteration as done:
        return done.value
    raise AssertionError("it wants more after the end")


@given(CUTS)
def test_a_head_is_read_however_it_is_cut(cuts: list[int]) -> None:
    raw = b"HTTP/1.1 404 Not Found\r\nA: 1\r\nb:\t2 \r\nA: 3\r\nEmpty:\r\n\r\n"
    head = read(read_head(), raw, cuts)
    assert head.status == 404
    assert head.headers == ((b"A", b"1"), (b"b", b"2"), (b"A", b"3"), (b"Empty", b""))
    assert head.raw + head.rest == raw
    assert head.get(b"a") == b"1"
    assert head.get(b"c") is None


@pytest.mark.parametrize(
    "data",
    [
        b"", b"HTTP/1.1 404 Not Found\r\n", b"HTTP/2 200\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", b"HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nspace : x\r\n\r\n", b"HTTP/1.1 200 OK\r\n: x\r\n\r\n", b"x" * 70_000,
    ],
)  # fmt: skip
def test_what_is_no_head_is_refused(data: bytes) -> None:
    with pytest.raises(HttpProblem):
        read(read_head(), data, [])
    with pytest.raises(HttpProblem):
        read(read_head(), data, list(range(0, len(data), max(1, len(data) // 7))))


def body_of(headers: str, data: bytes, cuts: list[int], *, status: int = 404) -> bytes:
    raw = f"HTTP/1.1 {status} X\r\n{headers}\r\n".encode() + data[:3]
    head: Head = read(read_head(), raw, [])
    found: bytes = read(read_body(head), data[3:], cuts)
    return found


@given(st.binary(max_size=60), st.lists(st.integers(1, 20), max_size=6), CUTS, st.sampled_from(["", ";a=b"]))
def test_a_body_in_chunks_is_read_however_it_is_cut(
    body: bytes, sizes: list[int], cuts: list[int], extension: str
) -> None:
    coded, rest = b"", body
    for size in [*sizes, len(body)]:
        chunk, rest = rest[:size], rest[size:]
        if chunk:
            coded += f"{len(chunk):X}{extension}\r\n".encode() + chunk + b"\r\n"
    assert body_of("Transfer-Encoding: chunked\r\n", coded + b"0\r\n\r\n", cuts) == body


@given(st.binary(max_size=60), CUTS)
def test_a_body_of_known_length_or_up_to_the_end(body: bytes, cuts: list[int]) -> None:
    assert body_of(f"Content-Length: {len(body)}\r\n", body + b"surplus", cuts) == body
    assert body_of("", body, cuts) == body
    assert body_of("Content-Length: 1000\r\n", body, cuts) == body, "what broke off is still worth reading"
    assert body_of("Transfer-Encoding: gzip\r\n", body, cuts) == b"", "nobody unpacks it"


@given(st.binary(max_size=60), CUTS)
def test_rubbish_in_chunks_ends(data: bytes, cuts: list[int]) -> None:
    body_of("Transfer-Encoding: chunked\r\n", data, cuts)


def test_bodies_are_bounded() -> None:
    big = b"x" * (3 << 20)
    assert len(body_of("", big, [])) == 1 << 20
    assert len(body_of(f"Content-Length: {len(big)}\r\n", big, [])) == 1 << 20
    assert len(body_of("Transfer-Encoding: chunked\r\n", b"300000\r\n" + big, [])) == 1 << 20
    assert body_of("", b"", [], status=304) == b""


def test_silence_is_measured_from_when_somebody_waits() -> None:
    patience = Patience(0.0, silence=5.0)
    patience.begin(100.0)
    assert patience.to_read(101.0) == 4.0
    assert not patience.overdue(104.9)
    patience.heard(104.0)
    assert not patience.overdue(108.9)
    with pytest.raises(TransportFailure, match="nothing came from the server for 5 s") as caught:
        patience.overdue(109.0)
    assert caught.value.timed_out


def test_pings_are_due_again_and_again() -> None:
    patience = Patience(0.0, ping_interval=2.0)
    assert patience.to_read(0.0) == 2.0
    assert not patience.overdue(1.9)
    assert patience.overdue(2.0)
    assert not patience.overdue(2.1)
    assert patience.to_read(3.0) == 1.0
    assert patience.overdue(4.0)
    patience.heard(5.0)
    assert not patience.overdue(6.9)


def test_the_deadline_is_the_gravest() -> None:
    patience = Patience(0.0, silence=1.0, write=3.0, ping_interval=0.5, deadline=10.0)
    assert patience.to_read(9.9) == 0.0
    assert patience.to_write(5.0) == 3.0
    assert patience.to_write(9.0) == 1.0
    with pytest.raises(DeadlineFailure):
        patience.overdue(10.0)
    assert patience.not_taken(9.0).phase == "send"
    with pytest.raises(DeadlineFailure):
        patience.not_taken(10.0)


def test_without_limits_nothing_is_ever_due() -> None:
    patience = Patience(0.0)
    assert patience.to_read(1e9) is None
    assert patience.to_write(1e9) is None
    assert not patience.overdue(1e9)
