"""Requests for a WebSocket among a flow's requests: a sender that opens those itself and hands the others on.

So authorisation, challenges, retries and errors of a handshake are those of any other call: one flow for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import httpx

from ..deadline import PHASES
from ..sockets import async_socket, sync_socket
from ..wire import HeaderSet
from .endpoints import endpoint_of
from .requests import Answer
from .sync_sender import borrowed_request

if TYPE_CHECKING:
    import socket

    from anyio.abc import SocketStream

    from ..effects import Send, Timeouts
    from ..sockets.conversation import Conversation
    from ..sockets.opening import Endpoint, Opened
    from .async_sender import AsyncSender
    from .dialling import Dialling
    from .sync_sender import SyncSender

__all__ = ["AsyncUpgrader", "SyncUpgrader", "UpgradeAnswer"]

SWITCHED = 101


class UpgradeAnswer(Answer):
    """The answer to a request for a WebSocket. With status 101 there are a connection and a conversation, which are
    then the receiver's; with any other both are None."""

    __slots__ = ("connection", "conversation")

    def __init__(self, opened: Opened, connection: Any) -> None:
        headers = httpx.Headers(list(opened.headers))
        super().__init__(opened.status, headers, opened.body)
        self.connection = connection
        self.conversation: Conversation | None = opened.conversation

    def close(self) -> None:
        """A refusal was read and its connection closed already."""

    async def aclose(self) -> None:
        """Likewise."""


class SyncUpgrader:
    """Opens WebSockets in the calling thread."""

    def __init__(self, sender: SyncSender) -> None:
        self._sender = sender

    def send(self, effect: Send) -> httpx.Response | Answer:
        """Open a WebSocket if the request asks for one; else have the sender send it."""
        if not _asks_for_upgrade(effect):
            return self._sender.send(effect)
        endpoint, headers, timeouts = _dial_plan(effect, self._sender.dialling())
        opened, connection = sync_socket.open_connection(endpoint, headers, timeouts, effect.deadline)
        return UpgradeAnswer(opened, _kept_sync(opened, connection))

    def close(self) -> None:
        """The sender is its owner's to close."""

    def dialling(self) -> Dialling:
        """The sender's."""
        return self._sender.dialling()


class AsyncUpgrader:
    """Opens WebSockets in the running event loop."""

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    async def send(self, effect: Send) -> httpx.Response | Answer:
        """Open a WebSocket if the request asks for one; else have the sender send it."""
        if not _asks_for_upgrade(effect):
            return await self._sender.send(effect)
        dialling = self._sender.dialling()
        # The first context of a process loads a CA bundle, as it does for the first https request.
        endpoint, headers, timeouts = _dial_plan(effect, dialling)
        opened, connection = await async_socket.open_connection(endpoint, headers, timeouts, effect.deadline)
        return UpgradeAnswer(opened, await _kept_async(opened, connection))

    async def aclose(self) -> None:
        """The sender is its owner's to close."""

    def dialling(self) -> Dialling:
        """The sender's."""
        return self._sender.dialling()


def _asks_for_upgrade(effect: Send) -> bool:
    return effect.request.headers.get(b"upgrade") == b"websocket"


def _dial_plan(effect: Send, dialling: Dialling) -> tuple[Endpoint, HeaderSet, Timeouts]:
    """Where to connect, and the headers and limits of the handshake."""
    client = dialling.http_client
    url: httpx.URL | str
    if client is None:
        url, headers, timeouts = effect.request.url, effect.request.headers, effect.timeouts
    else:
        request = borrowed_request(client, effect, effect.timeouts)
        url, headers, timeouts = request.url, HeaderSet(tuple(request.headers.raw)), request.extensions["timeout"]
    endpoint = endpoint_of(url, dialling.tls, proxy=dialling.proxy)
    return endpoint, headers, dict.fromkeys(PHASES) if timeouts is None else timeouts


def _kept_sync(opened: Opened, connection: socket.socket) -> socket.socket | None:
    if opened.status == SWITCHED:
        return connection
    connection.close()
    return None


async def _kept_async(opened: Opened, connection: SocketStream) -> SocketStream | None:
    if opened.status == SWITCHED:
        return connection
    with anyio.CancelScope(shield=True):
        await connection.aclose()
    return None
