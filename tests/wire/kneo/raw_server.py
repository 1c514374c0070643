"""A server that says exactly the bytes a test wants to see on the wire, HTTP or not."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

__all__ = ["Exchange", "RawServer", "answer", "json_answer"]


def answer(status: int, body: bytes = b"", *, headers: tuple[str, ...] = (), length: int | None = None) -> bytes:
    """One HTTP/1.1 answer. `length` overrides the true content length; -1 leaves the header out."""
    lines = [f"HTTP/1.1 {status:03d} Reason", *headers]
    if length != -1:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def json_answer(value: Any, status: int = 200, *, headers: tuple[str, ...] = ()) -> bytes:
    """One HTTP/1.1 answer with a JSON body."""
    return answer(status, json.dumps(value).encode(), headers=("Content-Type: application/json", *headers))


class Exchange:
    """One request that has arrived, and the socket to answer it on. `number` counts from 1 over all connections."""

    def __init__(self, server: RawServer, connection: socket.socket, head: bytes, body: bytes, number: int) -> None:
        self.server = server
        self.connection = connection
        self.body = body
        self.number = number
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, _ = first.split(" ", 2)
        pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        self.header_names = [name for name, _ in pairs]  # also those that come twice
        self.headers = dict(pairs)

    def send(self, data: bytes) -> None:
        """Put bytes on the wire."""
        self.connection.sendall(data)

    def reset(self) -> None:
        """Break the connection with a TCP reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def wait(self, seconds: float) -> bool:
        """Wait; True if the server is being closed."""
        return self.server.stopping.wait(seconds)


class RawServer:
    """Listens on a loopback port; `play(exchange)` answers each request and returns True to keep the connection."""

    def __init__(self, play: Callable[[Exchange], bool | None], *, tls: ssl.SSLContext | None = None) -> None:
        self._play = play
        self._tls = tls
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.stopping = threading.Event()
        self.exchanges: list[Exchange] = []
        self.connections = 0
        self.failed_handshakes = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._start(self._accept)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    def _start(self, work: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self.stopping.is_set():
                    connection.close()
                    return
                self.connections += 1
                self._open.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._tls is not None:
                connection = self._handshake(connection, self._tls)
            with contextlib.suppress(OSError):
                while (request := self._read(connection)) is not None and self._play(request):
                    pass
        except OSError:
            self.failed_handshakes += 1
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _handshake(self, connection: socket.socket, tls: ssl.SSLContext) -> socket.socket:
        try:
            wrapped = tls.wrap_socket(connection, server_side=True)
        finally:
            with self._lock:
                self._open.discard(connection)
        with self._lock:
            self._open.add(wrapped)
        return wrapped

    def _read(self, connection: socket.socket) -> Exchange | None:
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        if b"\r\ntransfer-encoding: chunked" in head.lower():
            whole = _unchunked(connection, body)
        else:
            whole = _up_to(connection, body, length)
        if whole is None:
            return None  # the client went away
        with self._lock:
            exchange = Exchange(self, connection, head, whole[0], len(self.exchanges) + 1)
            self.exchanges.append(exchange)
        return exchange

    def close(self) -> None:
        """Stop listening, cut every connection, and wait for the threads."""
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)


def _up_to(connection: socket.socket, data: bytes, length: int) -> tuple[bytes, bytes] | None:
    """The first `length` bytes and what came after them; None if the connection ends before."""
    received = bytearray(data)
    while len(received) < length:
        more = connection.recv(65536)
        if not more:
            return None
        received += more
    return bytes(received[:length]), bytes(received[length:])


def _unchunked(connection: socket.socket, data: bytes) -> tuple[bytes, bytes] | None:
    """A body in chunks (RFC 9112, section 7.1, without trailers) and what came after it; None if it breaks off."""
    body = bytearray()
    while True:
        while b"\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return None
            data += more
        size, _, data = data.partition(b"\r\n")
        piece = _up_to(connection, data, int(size, 16) + 2)
        if piece is None:
            return None
        data = piece[1]
        if size.strip(b"0") == b"":
            return bytes(body), data
        body += piece[0][:-2]
