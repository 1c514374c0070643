"""What stands below a client: a bare socket, httpcore, and httpx's transport, each doing the same GET by hand."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import httpcore
import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .subjects import Wire

HEADERS = [
    (b"Accept", b"application/json"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"Authorization", b"Bearer k"),
    (b"User-Agent", b"trellis-bench"),
    (b"X-Request-ID", b"0b0e3c1c-6a0f-4c62-9a35-2f3c1d9a1b11"),
]
TIMEOUT = {"connect": 30.0, "read": 30.0, "write": 30.0, "pool": 30.0}
CONNECTIONS = 512


class SyncFloor(Protocol):
    """One side of a sync comparison that can do no more than GET."""

    def get(self, run_id: str) -> object: ...
    def close(self) -> None: ...


class AsyncFloor(Protocol):
    """One side of an async comparison that can do no more than GET."""

    async def get(self, run_id: str) -> object: ...
    async def aclose(self) -> None: ...


class _Address:
    def __init__(self, url: str, wire: Wire) -> None:
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.port
        self.host, self.port = parts.hostname, parts.port
        self.path = f"{parts.path}{wire.path}/"
        self.authority = f"{self.host}:{self.port}".encode()

    def request(self, run_id: str) -> bytes:
        lines = [f"GET {self.path}{run_id} HTTP/1.1".encode(), b"Host: " + self.authority]
        lines += [name + b": " + value for name, value in HEADERS]
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def core_url(self, run_id: str) -> httpcore.URL:
        return httpcore.URL(
            scheme=b"http", host=self.host.encode(), port=self.port, target=f"{self.path}{run_id}".encode()
        )


def _body(buffer: bytes) -> bytes | None:
    """The body of an answer once it is whole."""
    head, mark, body = buffer.partition(b"\r\n\r\n")
    if not mark:
        return None
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return body if len(body) >= length else None


class RawSync:
    """A socket and `json.loads`: the least that anybody can pay."""

    def __init__(self, url: str, wire: Wire) -> None:
        self._to = _Address(url, wire)
        self._read = wire.read_one
        self._socket = socket.create_connection((self._to.host, self._to.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, run_id: str) -> object:
        self._socket.sendall(self._to.request(run_id))
        buffer = b""
        while (body := _body(buffer)) is None:
            buffer += self._socket.recv(65536)
        return self._read(json.loads(body))

    def close(self) -> None:
        self._socket.close()


class CoreSync:
    """`httpcore.ConnectionPool`."""

    def __init__(self, url: str, wire: Wire) -> None:
        self._to = _Address(url, wire)
        self._read = wire.read_one
        self._headers = [(b"Host", self._to.authority), *HEADERS]
        self._pool = httpcore.ConnectionPool(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)

    def get(self, run_id: str) -> object:
        request = httpcore.Request(
            b"GET", self._to.core_url(run_id), headers=self._headers, extensions={"timeout": TIMEOUT}
        )
        response = self._pool.handle_request(request)
        content = response.read()
        response.close()
        return self._read(json.loads(content))

    def close(self) -> None:
        self._pool.close()


class TransportSync:
    """`httpx.HTTPTransport` with a request that was made before: what every client over it pays."""

    def __init__(self, url: str, wire: Wire) -> None:
        self._read = wire.read_one
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        self._transport = httpx.HTTPTransport(verify=False, limits=limits, trust_env=False)
        self._request = httpx.Request(
            "GET", f"{url}{wire.path}/run-1", headers=HEADERS, extensions={"timeout": TIMEOUT}
        )

    def get(self, run_id: str) -> object:
        response = self._transport.handle_request(self._request)
        response.read()
        response.close()
        return self._read(json.loads(response.content))

    def close(self) -> None:
        self._transport.close()


class RawAsync:
    """asyncio's own streams, one connection a task at a time."""

    def __init__(self, url: str, wire: Wire) -> None:
        self._to = _Address(url, wire)
        self._read = wire.read_one
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, run_id: str) -> object:
        if self._idle:
            reader, writer = self._idle.pop()
        else:
            reader, writer = await asyncio.open_connection(self._to.host, self._to.port)
        writer.write(self._to.request(run_id))
        buffer = b""
        while (body := _body(buffer)) is None:
            buffer += await reader.read(65536)
        self._idle.append((reader, writer))
        return self._read(json.loads(body))

    async def aclose(self) -> None:
        for _, writer in self._idle:
            writer.close()
            await writer.wait_closed()


class CoreAsync:
    """`httpcore.AsyncConnectionPool` with the limits that httpx gives it."""

    def __init__(self, url: str, wire: Wire) -> None:
        self._to = _Address(url, wire)
        self._read = wire.read_one
        self._headers = [(b"Host", self._to.authority), *HEADERS]
        self._pool = httpcore.AsyncConnectionPool(max_connections=100, max_keepalive_connections=20)

    async def get(self, run_id: str) -> object:
        request = httpcore.Request(
            b"GET", self._to.core_url(run_id), headers=self._headers, extensions={"timeout": TIMEOUT}
        )
        response = await self._pool.handle_async_request(request)
        content = await response.aread()
        await response.aclose()
        return self._read(json.loads(content))

    async def aclose(self) -> None:
        await self._pool.aclose()


SYNC_FLOORS: Mapping[str, Callable[[str, Wire], SyncFloor]] = {
    "socket": RawSync,
    "httpcore": CoreSync,
    "httpx transport": TransportSync,
}
ASYNC_FLOORS: Mapping[str, Callable[[str, Wire], AsyncFloor]] = {"streams": RawAsync, "httpcore": CoreAsync}
