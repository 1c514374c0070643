"""A loopback server that understands just enough HTTP to keep requests byte for byte and answer from a script."""

from __future__ import annotations

import re
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

__all__ = ["DROP", "PlainServer", "answer"]

DROP = b""
"""In a script: read the request, then close the connection without an answer."""


def answer(status: int, body: bytes, *headers: str) -> bytes:
    """An answer in full, as bytes."""
    head = [f"HTTP/1.1 {status} Words", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + body


class PlainServer:
    """Keeps the raw bytes of each request; answers with the script's lines in turn, the last one for ever."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._script: list[bytes] = []
        self._seen: list[bytes] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def play(self, script: Iterable[bytes]) -> None:
        """Start a script, and forget the requests so far."""
        with self._lock:
            self._script, self._seen = list(script), []

    def requests(self) -> list[bytes]:
        """The requests since the script was started."""
        with self._lock:
            return list(self._seen)

    def __enter__(self) -> PlainServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A socket that another thread waits on is woken by shutdown, not by close.
        for waiting in (self._listener, *self._open):
            try:
                waiting.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # its peer was first
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while request := _read(connection):
                    with self._lock:
                        self._seen.append(request)
                        reply = self._script.pop(0) if len(self._script) > 1 else self._script[0]
                    if reply == DROP:
                        break
                    connection.sendall(reply)
                    if b"Connection: close" in reply:
                        break
            except OSError:
                pass
            with self._lock:
                self._open.discard(connection)


def _read(connection: socket.socket) -> bytes:
    """One request, head and body; b"" when the client has closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        data += chunk
    head = data.index(b"\r\n\r\n") + 4
    length = re.search(rb"(?i)^content-length: *(\d+)", data[:head], re.MULTILINE)
    wanted = head + (int(length[1]) if length else 0)
    while len(data) < wanted:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        data += chunk
    return data
