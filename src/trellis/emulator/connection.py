"""The connection below one exchange: what a fault can break, and whether the client is still there."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from typing import TYPE_CHECKING, Any

from .exchange import Headers, Incoming

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from .exchange import Answer

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

TRANSPORT_EXTENSION = "trellis.transport"
"""Key under `scope["extensions"]` where the loopback server puts the asyncio transport of the connection."""


def as_incoming(scope: Scope, method: str, body: bytes = b"") -> Incoming:
    """What came, as a value."""
    return Incoming(
        method=method,
        raw_path=scope["raw_path"].decode("ascii"),
        query_string=scope["query_string"].decode("latin-1"),
        headers=Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]),
        body=body,
    )


def as_fields(answer: Answer) -> list[tuple[bytes, bytes]]:
    """The header fields of an answer, as ASGI has them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]


class Connection:
    """The connection of one exchange. left: the type of the message that says the client has gone."""

    def __init__(self, scope: Scope, receive: Receive, left: str) -> None:
        self._scope = scope
        self._receive = receive
        self._left = left

    async def write_raw(self, data: bytes) -> None:
        """Put bytes on the socket as they are."""
        self._transport().write(data)

    async def disconnect(self, *, reset: bool) -> None:
        """Break the connection: with a TCP reset, or by closing it in order."""
        transport = self._transport()
        if transport.is_closing():
            pass  # the client has left, and its socket with it
        elif reset:
            sock = transport.get_extra_info("socket")
            # Lingering for no time at all makes close() send RST instead of FIN.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        else:
            transport.close()
        await self.gone()

    async def sleep(self, seconds: float) -> bool:
        """Wait; False if the client left meanwhile."""
        gone = asyncio.ensure_future(self.gone())
        try:
            done, _ = await asyncio.wait({gone}, timeout=seconds)
        finally:
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone
        return not done

    async def gone(self) -> None:
        """Wait until the client has left; what it still sends is passed over."""
        while (await self._receive())["type"] != self._left:
            pass

    def _transport(self) -> asyncio.Transport:
        transport = self._scope.get("extensions", {}).get(TRANSPORT_EXTENSION)
        if transport is None:
            raise RuntimeError("a fault is to break a connection, and in process there is none")
        assert isinstance(transport, asyncio.Transport)
        return transport
