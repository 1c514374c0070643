"""Talking over a socket as the rack's server does: text frames, an empty binary frame at the end, and then silence."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from trellis.emulator.sockets import ClientLeft

from .failures import RackError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from trellis.emulator.sockets import Socket

END = b""
"""The empty binary frame: in either direction, nothing more will come."""

EXIT_MARK = "F1E49A85-0AD7-4AEF-A618-C249C6E6568D"
LINGER_SECONDS = 300.0
"""The server leaves a finished conversation to the client to close; this is for clients that never do."""


class Conversation:
    """One open socket.

    frame_chars: the most characters of a text frame, None for any number.
    """

    def __init__(self, socket: Socket, frame_chars: int | None) -> None:
        self._socket = socket
        self._frame_chars = frame_chars
        self._typed: asyncio.Queue[bytes] = asyncio.Queue()

    async def hold(self, talk: Awaitable[None]) -> None:
        """Talk, end, and wait for the client to leave; if it leaves earlier, the talk is given up."""
        talking = asyncio.ensure_future(self._talk(talk))
        listening = asyncio.ensure_future(self._listen())
        try:
            await asyncio.wait({talking, listening}, return_when=asyncio.FIRST_COMPLETED)
            if talking.done():
                talking.result()
                await asyncio.wait({listening}, timeout=LINGER_SECONDS)
        finally:
            for task in (talking, listening):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(talking, listening, return_exceptions=True)

    async def write(self, text: str) -> None:
        """Send text, in frames that need not end where its lines do."""
        size = self._frame_chars or max(len(text), 1)
        for start in range(0, len(text), size):
            await self._socket.send(text[start : start + size])

    async def write_bytes(self, data: bytes) -> None:
        """Send bytes, as text where they are UTF-8."""
        try:
            await self.write(data.decode())
        except UnicodeDecodeError:
            await self._socket.send(data)

    async def send(self, data: bytes) -> None:
        """Send a binary frame."""
        await self._socket.send(data)

    async def read(self) -> bytes:
        """What the client sent next; nothing at all is the end of its input."""
        return await self._typed.get()

    async def _talk(self, talk: Awaitable[None]) -> None:
        try:
            await talk
        except RackError as refused:
            await self.write(f"ERROR: {refused.message}\n")
        await self._socket.send(END)

    async def _listen(self) -> None:
        with contextlib.suppress(ClientLeft):
            while True:
                frame = await self._socket.receive()
                self._typed.put_nowait(frame.encode() if isinstance(frame, str) else frame)
