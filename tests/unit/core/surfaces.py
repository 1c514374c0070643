"""Both drivers, one face: the same flow run by `SyncDriver` and by `AsyncDriver`, over a handler of the test's own."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from trellis.core.transport.async_sender import AsyncPool, BorrowedAsyncSender
from trellis.core.transport.drivers import AsyncDriver, SyncDriver
from trellis.core.transport.limits import PoolLimits
from trellis.core.transport.sync_sender import BorrowedSyncSender, SyncPool
from trellis.core.transport.tls import TlsConfig

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from trellis.core.effects import Flow

T = TypeVar("T")

SURFACES = ("sync", "async")


def sync_driver(handler: Callable[[httpx.Request], httpx.Response]) -> SyncDriver:
    """A driver whose requests `handler` answers, at httpx's own transport seam."""
    return SyncDriver(BorrowedSyncSender(httpx.Client(transport=httpx.MockTransport(handler)), own_auth=False))


def async_driver(handler: Callable[[httpx.Request], Any]) -> AsyncDriver:
    """The asynchronous twin; `handler` may be a coroutine function."""
    return AsyncDriver(BorrowedAsyncSender(httpx.AsyncClient(transport=httpx.MockTransport(handler)), own_auth=False))


def run(surface: str, handler: Callable[[httpx.Request], httpx.Response], flow: Flow[T]) -> T:
    """Carry out `flow` on one surface."""
    if surface == "sync":
        return sync_driver(handler).run(flow)
    return asyncio.run(async_driver(handler).run(flow))


def on_own_connections(
    surface: str,
    flow: Flow[Any],
    then: Callable[[httpx.Response], Any],
    then_async: Callable[[httpx.Response], Awaitable[Any]],
) -> Any:
    """Carry out `flow` over real connections of the surface's own pool, hand the result on, close everything."""
    if surface == "sync":
        driver = SyncDriver(SyncPool(PoolLimits(), TlsConfig()))
        try:
            return then(driver.run(flow))
        finally:
            driver.close()

    async def main() -> Any:
        driver = AsyncDriver(AsyncPool(PoolLimits(), TlsConfig()))
        try:
            return await then_async(await driver.run(flow))
        finally:
            await driver.aclose()

    return asyncio.run(main())


@contextmanager
def http_server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """The URL of a loopback server that has `answer` deal with every request."""

    class Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing on stderr."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # what is beyond it has to wait for TCP's patience, and tests connect in crowds

    server = Server(("127.0.0.1", 0), Requests)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
