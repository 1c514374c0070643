"""A WebSocket once it is open, without any I/O: bytes in, messages out, and what is to be sent meanwhile."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from ..failures import TransportFailure
from .library import load_library
from .tls_layers import TlsProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from websockets.client import ClientProtocol
    from websockets.frames import Frame

    from .tls_layers import Layers

__all__ = ["MAX_MESSAGE", "NORMAL_CLOSURE", "Conversation", "Ending", "Message", "server_closed"]

MAX_MESSAGE = 16 << 20
"""The longest message that is taken, in bytes: a longer one closes the WebSocket (RFC 6455, section 7.4.1: 1009)."""
MAX_FRAME = 32768
"""The longest piece that one frame of ours carries, so that a pong never waits behind megabytes."""
NORMAL_CLOSURE = 1000
NO_CODE = 1005


class Message(NamedTuple):
    """One message. `text`: it came as text. Its bytes are as they came: a server that cuts a log into messages may
    cut a character in two, so decoding is left to whoever joins them."""

    data: bytes
    text: bool


class Ending(NamedTuple):
    """How the server closed the WebSocket. code: RFC 6455, section 7.4; 1005 where it named none."""

    code: int
    reason: str


class Conversation:
    """Frames and their order, for a connection that somebody else reads and writes.

    Give it what came with `received` (b"" for the end of the connection), take messages with `next`, and send what
    `outgoing` says after each step. Once there are no messages left, `ending` or `failure` says why no more come.
    """

    def __init__(self, protocol: ClientProtocol, layers: Layers, frames: Iterable[object] = ()) -> None:
        self._library = load_library()
        self._protocol = protocol
        self._layers = layers
        self._messages: deque[Message] = deque()
        self._parts: list[bytes] = []
        self._is_text = False
        self._outgoing: list[bytes] = []
        self._said_farewell = False
        self.ending: Ending | None = None
        self.failure: TransportFailure | None = None
        self._take(frames)

    # -- receiving -----------------------------------------------------------------------------------------------------

    def received(self, data: bytes) -> None:
        """Take in bytes from the wire; b"" for its end."""
        if self.over:
            return
        plain = b""
        try:
            plain = self._layers.decrypted(data) if data else b""
        except TlsProblem as problem:
            self.broke(str(problem))
        if plain:
            self._protocol.receive_data(plain)
            self._take(self._protocol.events_received())
        wrong = self._protocol.parser_exc
        if wrong is not None:
            self.broke(f"the server breaks the rules of WebSockets: {wrong}")
        elif not data or self._layers.ended:
            self.broke("the connection was closed before the server ended the WebSocket")

    def broke(self, reason: str, *, timed_out: bool = False) -> None:
        """Note that nothing more can come, and why."""
        if not self.over:
            self.failure = TransportFailure(reason, phase="receive", timed_out=timed_out)

    def next(self) -> Message | None:
        """The next message, None if there is none yet."""
        return self._messages.popleft() if self._messages else None

    @property
    def waiting(self) -> bool:
        """Whether there are messages."""
        return bool(self._messages)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.ending is not None or self.failure is not None

    def _take(self, frames: Iterable[object]) -> None:
        library = self._library
        for event in frames:
            frame: Frame = event  # type: ignore[assignment]  # a Response comes first only, and is taken elsewhere
            if frame.opcode is library.text or frame.opcode is library.binary:
                self._is_text = frame.opcode is library.text
                self._parts = [bytes(frame.data)]
            elif frame.opcode is library.continuation:
                self._parts.append(bytes(frame.data))
            elif frame.opcode is library.close:
                close = self._protocol.close_rcvd
                self.ending = Ending(NO_CODE, "") if close is None else Ending(int(close.code), close.reason)
                continue
            else:
                continue
            if frame.fin:
                self._messages.append(Message(b"".join(self._parts), self._is_text))
                self._parts = []

    # -- sending -------------------------------------------------------------------------------------------------------

    def send(self, data: bytes, *, text: bool) -> None:
        """Say one message."""
        say = self._protocol.send_text if text else self._protocol.send_binary
        if len(data) <= MAX_FRAME:
            say(data)
            return
        view = memoryview(data)
        say(bytes(view[:MAX_FRAME]), fin=False)
        for start in range(MAX_FRAME, len(data), MAX_FRAME):
            self._protocol.send_continuation(bytes(view[start : start + MAX_FRAME]), start + MAX_FRAME >= len(data))

    def ping(self) -> None:
        """Ask the server for a sign of life."""
        if not self.over:
            self._protocol.send_ping(b"")

    def close(self, code: int, reason: str) -> None:
        """Say that we close."""
        from websockets.protocol import State

        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code, reason)

    def outgoing(self, *, farewell: bool = False) -> bytes:
        """What is to be written now, in this order. farewell: and it is the last."""
        if self._said_farewell:
            return b""
        plain = b"".join(self._protocol.data_to_send())
        try:
            sent = self._layers.encrypted(plain)
        except TlsProblem as problem:
            self.broke(str(problem))
            return b""
        if farewell:
            self._said_farewell = True
            sent += self._layers.farewell()
        return sent


def server_closed() -> TransportFailure:
    """What a sender is told after the server has closed the WebSocket."""
    return TransportFailure("the server has closed the WebSocket", phase="send", sent=False)
