"""Serves an ASGI app on a loopback socket from a background thread; fault scripts can reach its connections."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .connection import TRANSPORT_EXTENSION

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]

START_LIMIT = 10.0
STOP_LIMIT = 5.0


class LoopbackServer:
    """A running server.

    host: an address of this machine; a name or address that is not loopback works too, and is the caller's choice.
    port: 0 for a free one. Raises OSError if the address cannot be bound, RuntimeError if the server does not come up
    within ten seconds.
    """

    def __init__(self, app: Callable[..., Awaitable[None]], *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._socket = _listen(host, port)
        self.host, self.port = host, int(self._socket.getsockname()[1])
        config = uvicorn.Config(
            app,
            http=_ReachableProtocol,
            ws=_sockets(),
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=2,
            backlog=512,
        )
        self._server = uvicorn.Server(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=f"trellis-emulator-{self.port}", daemon=True)
        self._closed = False
        self._thread.start()
        self._await_start()

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether the server is running."""
        return self._thread.is_alive()

    def drop_connections(self) -> None:
        """Close all open connections, as a restarted server or an impatient load balancer does."""
        self._on_loop(self._close_connections)

    @property
    def open_connections(self) -> int:
        """How many connections are open now."""
        return len(self._connections())

    def close(self) -> None:
        """Stop serving and wait for the thread to end. Closing twice does nothing."""
        if self._closed:
            return
        self._closed = True
        # Exchanges in progress (a long delay, a drip) must not hold the shutdown up.
        self._on_loop(self._abort_exchanges)
        self._server.should_exit = True
        self._thread.join(STOP_LIMIT)
        if self._thread.is_alive():
            self._server.force_exit = True
            self._thread.join(STOP_LIMIT)
        self._socket.close()
        if self._thread.is_alive():
            raise RuntimeError(f"the emulator at {self.url} did not stop within {2 * STOP_LIMIT:g} s")

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # reported by _await_start, in the thread that asked for the server
            self._failure = failure

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._socket])

    def _await_start(self) -> None:
        limit = time.monotonic() + START_LIMIT
        while not self._server.started:
            if not self._thread.is_alive():
                self._socket.close()
                raise RuntimeError(f"the emulator could not start on {self.url}") from self._failure
            if time.monotonic() > limit:
                self.close()
                raise RuntimeError(f"the emulator did not start on {self.url} within {START_LIMIT:g} s")
            time.sleep(0.002)

    def _connections(self) -> list[_Reachable]:
        return [c for c in list(self._server.server_state.connections) if isinstance(c, _Reachable)]

    def _close_connections(self) -> None:
        for connection in self._connections():
            connection.transport.close()

    def _abort_exchanges(self) -> None:
        for connection in self._connections():
            connection.abort_exchange()

    def _on_loop(self, action: Callable[[], None]) -> None:
        """Run `action` on the server's loop and wait until it is done."""
        loop, done = self._loop, threading.Event()
        if loop is None or not self._thread.is_alive():
            return

        def run() -> None:
            try:
                action()
            finally:
                done.set()

        try:
            loop.call_soon_threadsafe(run)
        except RuntimeError:  # the loop closed between the check and the call
            return
        done.wait(STOP_LIMIT)


class _Reachable:
    """A protocol of uvicorn's whose connection the app and the server can break."""

    transport: asyncio.Transport

    def abort_exchange(self) -> None:
        """Cut the connection if something is under way on it."""
        raise NotImplementedError


def _telling(app: Callable[..., Awaitable[None]], transport: object) -> Callable[..., Awaitable[None]]:
    """`app`, told the transport of the connection with each request."""

    async def with_transport(scope: Message, receive: Any, send: Any) -> None:
        scope.setdefault("extensions", {})[TRANSPORT_EXTENSION] = transport
        await app(scope, receive, send)

    return with_transport


class _ReachableProtocol(_Reachable, H11Protocol):
    """uvicorn's HTTP/1.1 protocol, which also tells the app the transport of its connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = _telling(self.app, transport)

    def abort_exchange(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.abort()


def _sockets() -> Any:
    """uvicorn's WebSocket protocol, made reachable; "none" where the library for it is missing."""
    try:
        from uvicorn.protocols.utils import ClientDisconnected
        from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
    except ImportError:
        return "none"

    class ReachableSocket(_Reachable, WebSocketsSansIOProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            told = _telling(self.app, transport)

            async def app(scope: Message, receive: Any, send: Any) -> None:
                await told(scope, receive, send)
                if transport.is_closing():
                    # A fault broke the connection; without this, uvicorn takes a missing handshake for a mistake.
                    raise ClientDisconnected

            self.app = app

        def abort_exchange(self) -> None:
            self.transport.abort()

    return ReachableSocket


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay off only where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Listening from here on: a client that connects before the loop runs waits instead of being refused.
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener
