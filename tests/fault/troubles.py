"""Troubles that a server, or the way to it, can make for a client: each as bytes and breaks on a real socket."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import zlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ANSWERED", "GOOD_IN_SPITE", "TROUBLES", "Greeter", "Trouble", "bomb", "reset_now", "says"]

FOREVER = 30.0
BODY = b'{"data": ' + b" " * 500 + b"1}"


def says(*pieces: bytes, end: str = "close", pause: float = 0.0) -> Callable[[Exchange], bool]:
    """Send `pieces`, `pause` seconds after each, and then close, reset, hang, or keep the connection."""

    def play(exchange: Exchange) -> bool:
        for piece in pieces:
            exchange.send(piece)
            if pause and exchange.wait(pause):
                return False
        if end == "reset":
            # A reset may take with it what the other side has not read yet.
            exchange.wait(0.01)
            exchange.reset()
        elif end == "hang":
            exchange.wait(FOREVER)
        return end == "keep"

    return play


class Trouble(NamedTuple):
    """error: "network" or "timeout". sent: the request may have been executed. seconds: the longest that one attempt
    takes before it is given up, next to nothing unless it is a time limit that ends it."""

    play: Callable[[Exchange], bool]
    error: str = "network"
    sent: bool = True
    seconds: float = 0.0


def _head(*lines: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", *lines, "", "")).encode("latin-1")


@cache
def bomb(size: int) -> bytes:
    """An answer of some kilobytes that unpacks to `size` bytes."""
    packer = zlib.compressobj(9, wbits=31)
    piece = b" " * 1_000_000
    body = b"".join(packer.compress(piece) for _ in range(size // len(piece))) + packer.flush()
    return answer(200, body, headers=("Content-Type: application/json", "Content-Encoding: gzip"))


STALL = 0.15
"""The client's time limit in the rows that run into it, in seconds."""

TROUBLES: dict[str, Trouble] = {
    "closed before any byte": Trouble(says()),
    "reset before any byte": Trouble(says(end="reset")),
    "half a status line": Trouble(says(b"HTTP/1.1 20")),
    "half the headers": Trouble(says(b"HTTP/1.1 200 OK\r\nContent-Len")),
    "closed after the headers": Trouble(says(answer(200, length=500))),
    "reset after the headers": Trouble(says(answer(200, length=500), end="reset")),
    "half the body": Trouble(says(answer(200, BODY[:99], length=len(BODY)))),
    "reset in the body": Trouble(says(answer(200, BODY[:99], length=len(BODY)), end="reset")),
    "one byte short": Trouble(says(answer(200, BODY, length=len(BODY) + 1))),
    "chunks without an end": Trouble(says(_head("Transfer-Encoding: chunked"), b"5\r\n[1, 2\r\n")),
    "a chunk shorter than it says": Trouble(says(_head("Transfer-Encoding: chunked"), b"ff\r\n[]\r\n0\r\n\r\n")),
    "a chunk size that is no number": Trouble(says(_head("Transfer-Encoding: chunked"), b"xyz\r\n[]\r\n0\r\n\r\n")),
    "two lengths that differ": Trouble(says(_head("Content-Length: 2", "Content-Length: 3"), b"[]\n")),
    "a negative length": Trouble(says(_head("Content-Length: -2"), b"[]")),
    "a length that is no number": Trouble(says(_head("Content-Length: two"), b"[]")),
    "a header without end": Trouble(says(_head("X-Long: " + "x" * 1_000_000))),
    "headers without end": Trouble(says(_head(*(f"X-{number}: {'x' * 90}" for number in range(10_000))))),
    "a header with NUL": Trouble(says(_head("X-Odd: a\0b", "Content-Length: 2"), b"[]")),
    "a line that is no header": Trouble(says(_head("no colon here", "Content-Length: 2"), b"[]")),
    "not HTTP": Trouble(says(b"\x00\xffrubbish\r\n\r\n")),
    "another protocol": Trouble(says(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")),
    "a TLS alert in clear": Trouble(says(b"\x15\x03\x03\x00\x02\x02\x46\r\n\r\n")),
    "an interim answer and no other": Trouble(says(answer(103, length=-1))),
    "a change of protocol": Trouble(says(answer(101, headers=("Upgrade: h2c", "Connection: Upgrade"), length=-1))),
    "no gzip": Trouble(says(answer(200, b"plain text", headers=("Content-Encoding: gzip",)), end="keep")),
    "gzip with a wrong sum": Trouble(
        says(answer(200, gzip.compress(BODY)[:-8] + bytes(8), headers=("Content-Encoding: gzip",)), end="keep")
    ),
    "gzip that breaks off": Trouble(
        says(answer(200, gzip.compress(BODY)[:-12], headers=("Content-Encoding: gzip",)), end="keep")
    ),
    "a gzip bomb": Trouble(says(bomb(8_000_000), end="keep"), seconds=1.0),
    "silence": Trouble(says(end="hang"), "timeout", seconds=STALL),
    "silence after half the headers": Trouble(says(b"HTTP/1.1 200 OK\r\nX: ", end="hang"), "timeout", seconds=STALL),
    "silence after half the body": Trouble(
        says(answer(200, BODY[:99], length=len(BODY)), end="hang"), "timeout", seconds=STALL
    ),
    "silence after an interim answer": Trouble(says(answer(102, length=-1), end="hang"), "timeout", seconds=STALL),
}
"""After each the answer is lost, and the request may have been executed."""


def _drip(reply: bytes) -> Callable[[Exchange], bool]:
    step = max(1, len(reply) // 10)
    return says(*(reply[start : start + step] for start in range(0, len(reply), step)), end="keep", pause=0.01)


def _late(reply: bytes, over: threading.Event, more: bytes) -> Callable[[Exchange], bool]:
    """Say something more when the call is over: an event loop that still runs would have read it with the answer."""

    def play(exchange: Exchange) -> bool:
        exchange.send(reply)
        over.wait(5)
        exchange.send(more)
        return True

    return play


def _chunked(reply: bytes) -> bytes:
    head, _, body = reply.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    chunks = b"".join(b"1;a=b\r\n%c\r\n" % byte for byte in body)
    return b"\r\n".join([*lines, b"Transfer-Encoding: chunked", b"", chunks + b"0\r\nTrailer: x\r\n\r\n"])


def _with(reply: bytes, *lines: bytes) -> bytes:
    return reply.replace(b"\r\n", b"\r\n" + b"\r\n".join(lines) + b"\r\n", 1)


def _length_twice(reply: bytes) -> bytes:
    length = next(line for line in reply.split(b"\r\n") if line.startswith(b"Content-Length"))
    return _with(reply, length)


GOOD_IN_SPITE: dict[str, Callable[[bytes, threading.Event], Callable[[Exchange], bool]]] = {
    "byte by byte": lambda reply, _: says(*(bytes([byte]) for byte in reply), end="keep"),
    "a slow drip": lambda reply, _: _drip(reply),
    "interim answers first": lambda reply, _: says(*([answer(103, length=-1)] * 50), reply, end="keep"),
    "the same length twice": lambda reply, _: says(_length_twice(reply), end="keep"),
    "headers given twice": lambda reply, _: says(
        _with(reply, b"X-A: 1", b"X-A: 2", b"Date: x", b"Date: y"), end="keep"
    ),
    "many headers": lambda reply, _: says(_with(reply, *(b"X-%d: y" % number for number in range(500))), end="keep"),
    "in chunks of one byte": lambda reply, _: says(_chunked(reply), end="keep"),
    # In one piece with the first, httpcore would take it for the answer to the next request, and shows it to nobody.
    "a second answer that nobody asked for": lambda reply, over: _late(reply, over, answer(408)),
    "bytes after the answer": lambda reply, over: _late(reply, over, b"\r\n\r\n[1, 2, 3]"),
    "closed after the answer without a word": lambda reply, _: says(reply),
}
"""Answers that are odd and yet good, each made of the answer that the call wants, and of an event: the call is over."""

ANSWERED: dict[str, bytes] = {
    "a sign-in page": answer(200, b"<html><title>Sign in</title></html>", headers=("Content-Type: text/html",)),
    "a body of another shape": json_answer("nothing of the kind"),
    "a body cut to a length that is too small": answer(200, BODY, length=7),
}
"""Successes that do not fit: whatever was executed was executed, and nothing is sent again."""


def reset_now(connection: socket.socket) -> None:
    """Break a connection with a TCP reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class Greeter:
    """Listens on a loopback port and does one thing to each connection at once, without reading from it."""

    def __init__(self, greet: Callable[[socket.socket], None]) -> None:
        self._greet = greet
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._kept: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def connections(self) -> int:
        """How many were accepted."""
        return len(self._kept)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._kept.append(connection)
            with contextlib.suppress(OSError):
                self._greet(connection)

    def close(self) -> None:
        """Stop listening and close every connection."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        for connection in self._kept:
            connection.close()
