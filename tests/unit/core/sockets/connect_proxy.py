"""A CONNECT proxy on loopback that leads everything to one port, over TLS or not."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

__all__ = ["ConnectProxy"]


class ConnectProxy:
    """`asked` holds the first lines of the requests that came, `headers` their headers. answer: sent instead of 200."""

    def __init__(self, port: int, *, tls: ssl.SSLContext | None = None, answer: bytes | None = None) -> None:
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self._port = port
        self._tls = tls
        self._answer = answer
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"{'http' if self._tls is None else 'https'}://127.0.0.1:{self.port}"

    def _start(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args)  # type: ignore[arg-type]
        thread.start()
        self._threads.append(thread)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(65536)
                if not more:
                    return
                head += more
            first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
            self.asked.append(first)
            self.headers.append({name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)})
            if self._answer is not None:
                connection.sendall(self._answer)
                return
            with socket.create_connection(("127.0.0.1", self._port)) as upstream:
                self._open.append(upstream)
                connection.sendall(b"HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n")
                self._start(self._pump, upstream, connection)
                self._pump(connection, upstream)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for connection in self._open:
            connection.close()

    def __enter__(self) -> ConnectProxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
