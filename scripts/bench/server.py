"""A small fast HTTP/1.1 server for the loopback rows, in a process of its own, so that it does not use our CPU time.

It prints its two ports (at once, after a delay) and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import re
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .payloads import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTER_PATH = b"/connections"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class _Connections:
    """Connections that clients have opened to a port since its counter was read last, and the most at one time."""

    def __init__(self) -> None:
        self.opened = self.present = self.peak = 0

    def add(self) -> None:
        self.opened += 1
        self.present += 1
        self.peak = max(self.peak, self.present)

    def read(self) -> bytes:
        # The connection that asks is itself neither counted as opened nor as present.
        found = json.dumps({"opened": self.opened - 1, "peak": self.peak}).encode()
        self.opened = 0
        self.peak = self.present
        return found


def _request(buffer: bytes) -> tuple[bytes, bytes, int] | None:
    """Method, target and length of the first request in the buffer, once it is whole."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    method, target, _ = buffer[: buffer.find(b"\r\n")].split(b" ", 2)
    total = end + 4
    if method != b"GET" and (length := _LENGTH.search(buffer, 0, total)):
        total += int(length[1])
    return (method, target, total) if len(buffer) >= total else None


def _reply(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def _answer_at_once(connection: socket.socket) -> None:
    """One connection, blocking: an event loop would add more to each call than the answer itself costs."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    buffer = b""
    with connection, contextlib.suppress(ConnectionError):
        while data := connection.recv(65536):
            buffer += data
            while request := _request(buffer):
                method, target, total = request
                buffer = buffer[total:]
                connection.sendall(_reply(answer(method, target)))


def _accept(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_answer_at_once, args=(connection,), daemon=True).start()


class _AnswerLater(asyncio.Protocol):
    """One connection of the port that waits before it answers, and counts."""

    def __init__(self, delay: float, connections: _Connections) -> None:
        self._delay = delay
        self._connections = connections
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._connections.add()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._connections.present -= 1

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while request := _request(self._buffer):
            method, target, total = request
            self._buffer = self._buffer[total:]
            if target == COUNTER_PATH:
                self._send(self._connections.read())
            else:
                asyncio.get_running_loop().call_later(self._delay, self._send, answer(method, target))

    def _send(self, body: bytes) -> None:
        if self._transport is not None:
            self._transport.write(_reply(body))


async def serve(delay: float) -> None:
    """Serve both ports until standard input is closed."""
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    threading.Thread(target=_accept, args=(listener,), daemon=True).start()
    server = await loop.create_server(
        functools.partial(_AnswerLater, delay, _Connections()), "127.0.0.1", 0, backlog=512
    )
    print(listener.getsockname()[1], server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@dataclass(frozen=True)
class Server:
    """A running server: the base URLs of its port that answers at once and of the one that waits first."""

    url: str
    delayed_url: str


@contextlib.contextmanager
def running(delay: float = 0.05) -> Iterator[Server]:
    """Start the server in a process of its own; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", __spec__.name, str(delay)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        fast, slow = process.stdout.readline().split()
        yield Server(f"http://127.0.0.1:{fast}", f"http://127.0.0.1:{slow}")
    finally:
        process.communicate()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
