"""A caller's own HTTP client in a forked child: it still holds the parent's connections, which must not be used here.

Two processes that write to one TLS connection break it for both, and its encryption with it. We cannot empty the pool
of a client that is not ours, nor build one like it: what it was set up with is its own affair. Instead
- a request may not go out over a connection that was not made in this process: `InheritedConnections.guarded`;
- what an asynchronous client opened is taken from the child at the fork: `InheritedConnections.note`.
"""

from __future__ import annotations

import os
import socket
import weakref
from typing import TYPE_CHECKING, Any

from ..failures import TransportFailure
from ..forks import in_child, renew_in_child

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

__all__ = ["InheritedConnections"]

_MOST_DISCARDED = 256
"""So many of its connections a client may lose in a child before a call is given up: more than a pool ever holds idle
for one server."""


class _OfTheParent(BaseException):
    """The connection that was chosen is not one that this request made, in a child that has made none yet. A
    BaseException, so that no transport of a caller's takes it for a failure of the network."""


class InheritedConnections:
    """What the sender of one caller's client knows of forks. Nothing is done before there is one."""

    def __init__(self) -> None:
        self._in_child = in_child()
        self._ours: set[tuple[str, str, int | None]] = set()
        self._sockets: weakref.WeakKeyDictionary[Any, tuple[int, int]] = weakref.WeakKeyDictionary()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._in_child = True
        self._ours = set()
        sockets, self._sockets = self._sockets, weakref.WeakKeyDictionary()
        for descriptor, inode in sockets.values():
            _take_away(descriptor, inode)

    def note(self, response: httpx.Response) -> None:
        """Remember the connection of an asynchronous answer, which a child must not even close: it would shut it down,
        and take it off the list of what the parent's loop listens to, which both processes share."""
        stream = response.extensions.get("network_stream")
        if stream is None or stream in self._sockets:
            return
        found = stream.get_extra_info("socket")
        descriptor = -1 if found is None else found.fileno()
        if descriptor >= 0:
            self._sockets[stream] = (descriptor, os.fstat(descriptor).st_ino)

    def guarded(self, send: Callable[[httpx.Request], httpx.Response]) -> Callable[[httpx.Request], httpx.Response]:
        """`send`, over no connection of the parent's. Those that come up are dropped, which the parent does not notice:
        a synchronous connection is closed without a word to the server."""
        return self._guarded(send) if self._in_child else send

    def guarded_async(
        self, send: Callable[[httpx.Request], Awaitable[httpx.Response]]
    ) -> Callable[[httpx.Request], Awaitable[httpx.Response]]:
        """`guarded` for an asynchronous client."""
        return self._guarded_async(send) if self._in_child else send

    def _guarded(self, send: Callable[[httpx.Request], httpx.Response]) -> Callable[[httpx.Request], httpx.Response]:
        def guarded(request: httpx.Request) -> httpx.Response:
            for _ in range(_MOST_DISCARDED):
                self._watch(request, asynchronous=False)
                try:
                    return send(request)
                except _OfTheParent:
                    continue
            raise _not_ours()

        return guarded

    def _guarded_async(
        self, send: Callable[[httpx.Request], Awaitable[httpx.Response]]
    ) -> Callable[[httpx.Request], Awaitable[httpx.Response]]:
        async def guarded(request: httpx.Request) -> httpx.Response:
            for _ in range(_MOST_DISCARDED):
                self._watch(request, asynchronous=True)
                try:
                    return await send(request)
                except _OfTheParent:
                    continue
            raise _not_ours()

        return guarded

    def _watch(self, request: httpx.Request, *, asynchronous: bool) -> None:
        """Have this request looked at on its way, if need be.

        A pool takes what it has before it connects anew. So once a request of this process had to connect to a server,
        none of the parent's connections to it was left, and requests that begin from then on cannot meet one.
        """
        request.extensions.pop("trace", None)  # of an attempt that was stopped
        server = (request.url.scheme, request.url.host, request.url.port)
        if server not in self._ours:
            watch = _Watch(self._ours, server)
            request.extensions["trace"] = watch.see_async if asynchronous else watch.see


class _Watch:
    """Follows one request through httpcore, which tells the `trace` extension of each step before it is taken."""

    __slots__ = ("_connected", "_ours", "_server")

    def __init__(self, ours: set[tuple[str, str, int | None]], server: tuple[str, str, int | None]) -> None:
        self._ours = ours
        self._server = server
        self._connected = False

    def see(self, step: str, _: Any) -> None:
        """Raise _OfTheParent when the request is about to go out over a connection that was there before."""
        _, _, name = step.partition(".")
        if name.startswith("connect_"):
            self._connected = True
        elif name == "send_request_headers.started":
            if not self._connected:
                raise _OfTheParent
            self._ours.add(self._server)

    async def see_async(self, step: str, details: Any) -> None:
        """`see` for asynchronous transports."""
        self.see(step, details)


def _not_ours() -> TransportFailure:
    reason = (
        "the HTTP client that was passed in was used before this process was forked, and holds connections of the"
        " parent's that it cannot let go: make a new HTTP client in each child"
    )
    return TransportFailure(reason, phase="connect", sent=False)


def _take_away(descriptor: int, inode: int) -> None:
    """Put a connection that has ended in a socket's place, in this process only: its pool will find it so. `inode`
    tells whether the descriptor is still the one that was noted."""
    try:
        if os.fstat(descriptor).st_ino != inode:
            return
        with _ended_connection() as ended:
            os.dup2(ended.fileno(), descriptor, inheritable=False)
    except OSError:  # closed meanwhile
        return


def _ended_connection() -> socket.socket:
    """One that the other side has closed. Of TCP, not a socket pair: anyio goes on asking for its peer's port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = socket.create_connection(listener.getsockname())
        listener.accept()[0].close()
    return ended
