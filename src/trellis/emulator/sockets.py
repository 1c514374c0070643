"""WebSocket routes: the socket that a service talks over, and one exchange of that kind on its way through the app."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from .connection import Connection, as_fields, as_incoming

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .connection import Receive, Scope, Send
    from .exchange import Answer, Call, Incoming, Recorded

SOCKET = "SOCKET"
"""What a router takes for the method of a WebSocket handshake."""

OPEN = 101
FRAMES_KEPT = 10_000
"""How many frames of one socket are recorded; what comes after these is not."""

_LEFT = "websocket.disconnect"
_LET_THE_CLIENT_READ = 0.02
"""A reset may discard what the other side has not read yet; the frames before it are meant to arrive."""


@runtime_checkable
class SocketService(Protocol):
    """A service some of whose operations are WebSocket routes."""

    def admit_socket(self, call: Call) -> Answer:
        """101 to open the socket, or the answer that refuses it. Called with the service's lock held."""

    async def converse(self, call: Call, socket: Socket) -> None:
        """Talk over the open socket. Called without the lock; returning closes the connection."""


class ClientLeft(Exception):
    """The other end of a socket has gone."""


class _Cut(Exception):
    """A fault wants the connection broken here."""


class Socket:
    """An open WebSocket. What goes over it is kept in the request log."""

    def __init__(self, entry: Recorded, receive: Receive, send: Send) -> None:
        self._entry = entry
        self._receive = receive
        self._send = send
        self._left_to_send: int | None = None

    def break_after(self, frames: int) -> None:
        """Have the connection broken when this many frames were sent."""
        self._left_to_send = frames

    def check(self) -> None:
        """Break the connection if that is due already."""
        if self._left_to_send == 0:
            raise _Cut

    async def send(self, frame: str | bytes) -> None:
        """Send a text or a binary frame; ClientLeft if nobody is there."""
        self._note("out", frame)
        kind = "text" if isinstance(frame, str) else "bytes"
        try:
            await self._send({"type": "websocket.send", kind: frame})
        except OSError:
            raise ClientLeft from None
        if self._left_to_send is not None:
            self._left_to_send -= 1
            self.check()

    async def receive(self) -> str | bytes:
        """The next frame; ClientLeft if there will be none."""
        message = await self._receive()
        if message["type"] == _LEFT:
            raise ClientLeft
        text, data = message.get("text"), message.get("bytes")
        frame: str | bytes = text if text is not None else data or b""
        self._note("in", frame)
        return frame

    def _note(self, way: Literal["in", "out"], frame: str | bytes) -> None:
        # A log can be followed for days.
        if len(self._entry.frames) < FRAMES_KEPT:
            self._entry.frames.append((way, frame))


class SocketExchange(Connection):
    """A handshake and what follows it: the `Wire` that faults are played on.

    A fault that executes the request gets 101 or a refusal. Sending 101 opens the socket and holds the conversation,
    sending any other answer refuses the handshake.

    execute: has the service look at the handshake. converse: talks over the open socket.
    """

    def __init__(
        self,
        entry: Recorded,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        execute: Callable[[], Awaitable[Answer]],
        converse: Callable[[Socket], Awaitable[None]],
        proper: Callable[[Answer], Answer],
    ) -> None:
        self._entry = entry
        super().__init__(scope, receive, _LEFT)
        self._socket = Socket(entry, receive, send)
        self._send = send
        self._converse = converse
        self._execute = execute
        self._proper = proper

    async def execute(self) -> Answer:
        """Have the service look at the handshake."""
        return await self._execute()

    def proper(self, answer: Answer) -> Answer:
        """`answer` with the header fields of the service."""
        return self._proper(answer)

    async def send(self, answer: Answer) -> None:
        """Open the socket and talk over it, or refuse the handshake."""
        if answer.status != OPEN:
            await self._refuse(answer)
            return
        await self.send_start(answer)
        with contextlib.suppress(ClientLeft):
            try:
                self._socket.check()
                await self._converse(self._socket)
            except _Cut:
                await self.sleep(_LET_THE_CLIENT_READ)
                await self.disconnect(reset=True)

    async def send_start(self, answer: Answer) -> None:
        """Open the socket, and no more."""
        self._entry.answer, self._entry.status = answer, OPEN
        await self._send({"type": "websocket.accept", "headers": as_fields(answer)})

    async def send_chunk(self, chunk: bytes) -> None:
        """Send a text frame."""
        await self._socket.send(chunk.decode("utf-8", "replace"))

    async def send_end(self) -> None:
        """Close the socket in order."""
        await self._send({"type": "websocket.close", "code": 1000})

    async def cut_after(self, frames: int) -> None:
        """Have the connection broken when the service has sent this many frames."""
        self._socket.break_after(frames)

    async def _refuse(self, answer: Answer) -> None:
        self._entry.answer, self._entry.status = answer, answer.status
        await self._send(
            {"type": "websocket.http.response.start", "status": answer.status, "headers": as_fields(answer)}
        )
        await self._send({"type": "websocket.http.response.body", "body": answer.body, "more_body": False})


async def read_handshake(scope: Scope, receive: Receive) -> Incoming | None:
    """The handshake as a request, or None if the client left."""
    if (await receive())["type"] != "websocket.connect":
        return None
    return as_incoming(scope, "GET")
