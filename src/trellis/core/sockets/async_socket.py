"""A WebSocket for event loops. Whatever is cancelled here leaves it closed."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import anyio
from anyio.abc import SocketAttribute

from ..failures import ClosedFailure, DeadlineFailure, TransportFailure
from .conversation import NORMAL_CLOSURE, server_closed
from .opening import Opening

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from anyio.abc import SocketStream
    from typing_extensions import Self

    from ..effects import Timeouts
    from ..wire import HeaderSet
    from .conversation import Conversation, Ending, Message
    from .opening import Endpoint, Opened
    from .patience import Patience
    from .session_errors import SessionErrors

__all__ = ["AsyncSocket", "open_connection"]

_CHUNK = 65536
_FAREWELL = 1.0
"""Seconds that saying goodbye may take."""
_LEAST = 0.001
"""Seconds that a look takes at least: an event loop has to come round once before it knows what has arrived."""
_STUCK = 0.02
"""Seconds after which a write counts as stuck, perhaps because the server wants to be read first."""
_BROKEN = (anyio.BrokenResourceError, OSError)

T = TypeVar("T")


class AsyncSocket:
    """An open WebSocket of one event loop. One task may receive while others send; `aclose` wakes them all.

    Failures come out as the service's own errors, and close it; so does cancelling whoever waits here. Needs closing:
    use it as a context manager.
    """

    def __init__(
        self,
        connection: SocketStream,
        conversation: Conversation,
        *,
        errors: SessionErrors,
        patience: Patience,
    ) -> None:
        self._connection = connection
        self._conversation = conversation
        self._patience = patience
        self._closed = False
        self._hung_up = False
        self._reading = anyio.Lock()
        self._writing = anyio.Lock()
        self._failure: TransportFailure | DeadlineFailure | None = None
        self._loop = asyncio.get_running_loop()
        self.errors = errors

    # -- what a session does -------------------------------------------------------------------------------------------

    async def receive(self) -> Message | None:
        """The next message; None once the server has closed the WebSocket, which `ending` then tells about.

        Raises the service's error if the connection is lost, the server is silent for too long, the deadline passes,
        or the WebSocket was closed here.
        """
        return await self._guarded(self._receive)

    async def wait(self, seconds: float) -> bool:
        """Wait for at most `seconds`; whether `receive` would return at once. Raises as it does."""
        return await self._guarded(lambda: self._wait(seconds))

    async def send(self, data: bytes, *, text: bool = False) -> None:
        """Send one message. Whatever the server sends meanwhile is kept for `receive`, so that two that both talk do
        not wait for each other for ever. Raises as `receive` does."""

        async def say() -> None:
            if self._conversation.over:
                raise self._conversation.failure or server_closed()
            self._conversation.send(data, text=text)
            await self._flush(wait=True)

        await self._guarded(say)

    @property
    def ending(self) -> Ending | None:
        """How the server closed the WebSocket; None while it has not."""
        return self._conversation.ending

    @property
    def closed(self) -> bool:
        """Whether it was closed here."""
        return self._closed

    def is_of_running_loop(self) -> bool:
        """Whether it was opened in the event loop that runs here."""
        return asyncio.get_running_loop() is self._loop

    async def aclose(self, code: int = NORMAL_CLOSURE, reason: str = "") -> None:
        """Close it: say so to the server, and do not wait for the server to say it too, since one that has finished
        with its side may never look again. Idempotent; a task that waits here is woken. In another event loop than its
        own, which may be gone already, it only hangs up."""
        if self._closed:
            return
        self._closed = True
        if not self.is_of_running_loop():
            self._hung_up = True
            with suppress(OSError):
                self._connection.extra(SocketAttribute.raw_socket).shutdown(socket.SHUT_RDWR)
            return
        try:
            if not self._writing.locked():
                with anyio.move_on_after(_FAREWELL):
                    self._conversation.close(code, reason)
                    await self._connection.send(self._conversation.outgoing(farewell=True))
        except (*_BROKEN, anyio.ClosedResourceError):
            pass
        finally:
            await self._shut()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {'closed' if self._closed else 'open'}>"

    # -- how -----------------------------------------------------------------------------------------------------------

    async def _guarded(self, work: Callable[[], Awaitable[T]]) -> T:
        failure: TransportFailure | DeadlineFailure | ClosedFailure
        try:
            if self._failure is not None:
                raise self._failure
            if self._closed:
                raise ClosedFailure
            return await work()
        except ClosedFailure as raised:
            failure = raised
            if self._hung_up and self.is_of_running_loop():
                await self._shut()  # whoever hung up could not
        except (TransportFailure, DeadlineFailure) as raised:
            failure = await self._failed(raised)
        except BaseException:  # cancelled, perhaps with half a frame sent
            self._closed = True
            await self._shut()
            raise
        raise self.errors.of(failure)

    async def _receive(self) -> Message | None:
        self._patience.begin(monotonic())
        while True:
            async with self._reading:
                message = self._conversation.next()
                if message is not None or self._is_over():
                    return message
                await self._fill(None)

    async def _wait(self, seconds: float) -> bool:
        end = monotonic() + max(seconds, _LEAST)
        self._patience.begin(monotonic())
        async with self._reading:
            while True:
                if self._conversation.waiting or self._is_over():
                    return True
                left = end - monotonic()
                if left <= 0:
                    return False
                await self._fill(left)

    def _is_over(self) -> bool:
        """Whether the server has closed. Raises what keeps more from coming."""
        if self._closed:
            raise ClosedFailure
        if self._conversation.failure is not None:
            raise self._conversation.failure
        return self._conversation.over

    async def _fill(self, limit: float | None) -> None:
        """Wait for bytes, once and for at most `limit` seconds, and take them in; or do what is due."""
        await self._flush(wait=False)  # a ping may have come together with the handshake
        seconds = self._patience.to_read(monotonic())
        if limit is not None:
            seconds = limit if seconds is None else min(seconds, limit)
        with anyio.move_on_after(seconds) as scope:
            await self._take_in()
        if scope.cancelled_caught and self._patience.overdue(monotonic()):
            self._conversation.ping()
        await self._flush(wait=False)

    async def _take_in(self) -> None:
        try:
            data = await self._connection.receive(_CHUNK)
        except anyio.EndOfStream:
            data = b""
        except anyio.ClosedResourceError:
            raise ClosedFailure from None
        except _BROKEN as error:
            return self._conversation.broke(f"the connection broke: {_words(error)}")
        if self._closed:
            raise ClosedFailure
        self._patience.heard(monotonic())
        return self._conversation.received(data)

    async def _flush(self, *, wait: bool) -> None:
        """Write what is to be written. `wait`: if another task is writing, wait for it; else that one does it."""
        if not wait and self._writing.locked():
            return
        async with self._writing:
            while data := self._conversation.outgoing():
                for start in range(0, len(data), _CHUNK):
                    await self._write(data[start : start + _CHUNK])

    async def _write(self, data: bytes) -> None:
        failure: TransportFailure | ClosedFailure | None = None
        with anyio.move_on_after(self._patience.to_write(monotonic())) as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(self._read_meanwhile)
                try:
                    await self._connection.send(data)
                except anyio.ClosedResourceError:
                    failure = ClosedFailure()
                except _BROKEN as error:
                    failure = TransportFailure(f"the connection broke: {_words(error)}", phase="send")
                group.cancel_scope.cancel()
        if failure is not None:
            raise failure
        if scope.cancelled_caught:
            raise self._patience.not_taken(monotonic())

    async def _read_meanwhile(self) -> None:
        """Take in what comes while a write gets no further, unless another task receives."""
        await anyio.sleep(_STUCK)
        try:
            while not self._conversation.over:
                async with self._reading:
                    await self._take_in()
        except ClosedFailure:
            return

    # -- end -----------------------------------------------------------------------------------------------------------

    async def _failed(
        self, failure: TransportFailure | DeadlineFailure
    ) -> TransportFailure | DeadlineFailure | ClosedFailure:
        if self._closed and self._failure is None:
            return ClosedFailure()
        self._closed = True
        self._failure = failure
        await self._shut()
        return failure

    async def _shut(self) -> None:
        with anyio.CancelScope(shield=True), suppress(OSError):
            await self._connection.aclose()


async def open_connection(
    endpoint: Endpoint, headers: HeaderSet, timeouts: Timeouts, deadline: float | None
) -> tuple[Opened, SocketStream]:
    """Connect, and ask for a WebSocket. The answer, whatever its status, and the connection, which is then the
    caller's to close. TransportFailure or DeadlineFailure if there is no answer."""
    remaining = None if deadline is None else max(0.0, deadline - monotonic())
    with anyio.move_on_after(remaining):
        opening = Opening(endpoint, headers)
        connection = await _connect(endpoint, timeouts["connect"])
        try:
            return await _shake_hands(connection, opening, timeouts), connection
        except BaseException:
            with anyio.CancelScope(shield=True):
                await connection.aclose()
            raise
    raise DeadlineFailure


async def _connect(endpoint: Endpoint, limit: float | None) -> SocketStream:
    reason = ""
    with anyio.move_on_after(limit):
        try:
            connection = await anyio.connect_tcp(*endpoint.dialled)
        except (OSError, UnicodeError) as error:
            reason = _words(error)
        else:
            raw = connection.extra(SocketAttribute.raw_socket)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            return connection
    late = not reason
    raise TransportFailure(reason or f"no connection within {limit:g} s", phase="connect", sent=False, timed_out=late)


async def _shake_hands(connection: SocketStream, opening: Opening, timeouts: Timeouts) -> Opened:
    steps = opening.steps()
    reason = ""
    limit: float | None = None
    try:
        out = next(steps)
        while True:
            limit = timeouts["read" if opening.requested else "connect"]
            received: bytes | None = None
            with anyio.move_on_after(limit):
                if out:
                    await connection.send(out)
                    out = b""  # it holds credentials, and a traceback shows what is called how
                try:
                    received = await connection.receive(_CHUNK)
                except anyio.EndOfStream:
                    received = b""
            if received is None:
                break
            out = steps.send(received)
    except StopIteration as done:
        opened: Opened = done.value
        return opened
    except _BROKEN as error:
        reason = f"the connection broke: {_words(error)}"
    finally:
        steps.close()
    doing = "no answer" if opening.requested else "no connection"
    raise TransportFailure(
        reason or f"{doing} within {limit:g} s", phase=opening.phase, sent=opening.requested, timed_out=not reason
    )


def _words(error: Exception) -> str:
    """What the operating system says; the library keeps it as the cause."""
    cause = error.__cause__ if isinstance(error, anyio.BrokenResourceError) else error
    return str(getattr(cause, "strerror", None) or type(cause or error).__name__)
