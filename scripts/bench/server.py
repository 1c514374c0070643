"""A small fast HTTP/1.1 server for the loopback rows, in a process of its own, so that it does not use our CPU time.

It prints its two ports (at once, after a delay) and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import re
import subprocess
import sys
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


class _Protocol(asyncio.Protocol):
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
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < total:
                return
            self._buffer = self._buffer[total:]
            method, target, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
            if target == COUNTER_PATH:
                self._reply(self._connections.read())
            elif self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._reply, answer(method, target))
            else:
                self._reply(answer(method, target))

    def _reply(self, body: bytes) -> None:
        if self._transport is not None:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            self._transport.write(head + body)


async def serve(delay: float) -> None:
    """Serve both ports until standard input is closed."""
    loop = asyncio.get_running_loop()
    ports = []
    for seconds in (0.0, delay):
        factory = functools.partial(_Protocol, seconds, _Connections())
        server = await loop.create_server(factory, "127.0.0.1", 0, backlog=512)
        ports.append(server.sockets[0].getsockname()[1])
    print(*ports, flush=True)
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
