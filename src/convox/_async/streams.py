"""What comes over WebSockets: logs line by line, commands one talks to, and TCP connections.

    stream = await open_logs(calls, ops.apps_logs, {"name": "web", "follow": True})
    session = await open_exec(calls, ops.processes_exec, {"app": "web", "pid": "web-1", "command": "ls"})
    connection = await open_tcp(calls, ops.proxy_tcp, {"host": "10.0.0.7", "port": 5432})

Each is connected when the function returns: what the rack says against it before that is raised there. Each needs
closing, with `aclose()` or as a context manager; it closes itself at its end. Cancelling whoever waits closes it too.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from trellis.core.aio import chunks
from trellis.core.errors import ServiceError
from trellis.core.failures import TransportFailure
from trellis.core.runtime.unset import UNSET

from .._exec_result import ExecResult
from .._exit_marker import CommandOutput
from .._input_pieces import input_bytes, input_pieces
from .._log_text import LogText

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable, Mapping
    from types import TracebackType
    from typing import IO

    from typing_extensions import Self

    from trellis.core.runtime.operation import Operation
    from trellis.core.sockets.connecting import AsyncSocket

    from .calls import AsyncCalls

__all__ = ["AsyncExecSession", "AsyncLogStream", "AsyncTcpStream", "open_exec", "open_logs", "open_tcp"]

GRACE = 2.0
"""Seconds of silence after which a message that may be the rack's last word counts for what it most likely is."""
NORMAL = 1000


async def open_logs(
    calls: AsyncCalls, operation: Operation[Any], args: Mapping[str, Any], *, timeout: Any = UNSET
) -> AsyncLogStream:
    """Open a log. args: of the operation. timeout: seconds for connecting, and between two signs of life of the rack
    from then on; by default the client's, but a log that is followed may be silent for as long as it likes."""
    quiet = args.get("follow") is not False
    socket = await calls.connect(operation, args, timeout=timeout, quiet=quiet)
    return AsyncLogStream(socket, LogText(raw=operation.id == "builds_logs"))


async def open_exec(
    calls: AsyncCalls, operation: Operation[Any], args: Mapping[str, Any], *, timeout: Any = UNSET
) -> AsyncExecSession:
    """Start a command, a shell or a console. args: of the operation. timeout: seconds for connecting, and between two
    signs of life of the rack from then on; by default the client's for the former, and no limit for the latter."""
    return AsyncExecSession(await calls.connect(operation, args, timeout=timeout, quiet=True))


async def open_tcp(
    calls: AsyncCalls, operation: Operation[Any], args: Mapping[str, Any], *, timeout: Any = UNSET
) -> AsyncTcpStream:
    """Open a TCP connection through the rack. args: of the operation. timeout: as for `open_exec`."""
    return AsyncTcpStream(await calls.connect(operation, args, timeout=timeout, quiet=True))


class _Session:
    """What the three have in common: a socket, and how it ends."""

    def __init__(self, socket: AsyncSocket) -> None:
        self._socket = socket
        self._error: Exception | None = None
        self._over = False
        self._left = False

    @property
    def closed(self) -> bool:
        """Whether there is no connection any more, because it came to its end, broke, or was closed here."""
        return self._socket.closed

    async def aclose(self) -> None:
        """Close the connection. Idempotent. Whoever waits for more, in another thread or task, gets no more."""
        self._left = True
        await self._socket.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {'closed' if self.closed else 'open'}>"

    async def _next(self) -> tuple[bytes, bool] | None:
        """The next message and whether it is text. None if there is none: the server has closed, or we have, or the
        connection broke, and then `_error` is set."""
        error: Exception | None = None
        try:
            message = await self._socket.receive()
        except ServiceError as raised:
            error = raised
        else:
            if message is not None:
                return message.data, message.text
            ending = self._socket.ending
            if ending is not None and ending.code != NORMAL:
                said = f" {ending.reason}" if ending.reason else ""
                reason = f"the server closed the WebSocket before the end (code {ending.code}{said})"
                error = self._socket.errors.of(TransportFailure(reason, phase="receive"))
        if not self._left:
            self._error = error
        return None

    async def _silent(self) -> bool:
        """Whether nothing comes for a while."""
        try:
            return not await self._socket.wait(GRACE)
        except ServiceError:
            return False  # and `_next` will be told it again

    async def _finish(self, refused: str | None) -> None:
        """The rack said that this is the end. It leaves the connection open for us to close."""
        self._over = True
        if refused is not None and self._error is None:
            self._error = self._socket.errors.told(refused)
        await self._socket.aclose()


class AsyncLogStream(_Session):
    """The lines of a log, as `str` without their ends, in the order in which they come.

    Iterating ends where the log ends, or after `aclose()`. A log that is followed ends only with what it is about. What
    the rack says went wrong is raised as the error it would be in an answer, such as ConvoxNotFoundError; a connection
    that is lost in the midst is ConvoxConnectionError, after the lines that came before. Once raised, an error is
    raised again by whoever asks for more.

        async with await client.apps.logs("web", follow=True) as lines:
            async for line in lines:
                print(line)
    """

    def __init__(self, socket: AsyncSocket, text: LogText) -> None:
        super().__init__(socket)
        self._text = text
        self._lines: deque[str] = deque()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        while not self._lines:
            if self._error is not None:
                raise self._error
            if self._over or self._left:
                raise StopAsyncIteration
            await self._more()
        return self._lines.popleft()

    async def _more(self) -> None:
        text = self._text
        if text.undecided and await self._silent():
            self._lines += text.quiet()
        else:
            message = await self._next()
            if message is not None:
                self._lines += text.message(message[0], text=message[1])
            elif self._error is not None or self._left:
                self._lines += text.broken_off()
            else:
                self._lines += text.end()
        if text.ended:
            await self._finish(text.refused)


class AsyncExecSession(_Session):
    """A command under way, one's shell on an instance, or a resource's console: `write` to it, iterate over what it
    says, and look at `exit_code` after the end. Output and errors come as one, in pieces of bytes as they arrive.

    The size of the terminal is what `height` and `width` said at the start: the rack has no message to change it.
    One task or thread may read while another writes; so much written that the other side wants to be read first is no
    trouble for one alone, either.

    What the rack says against the command is raised as the error it would be in an answer; a connection that is lost
    before the end is ConvoxConnectionError, and then nobody knows what became of the command.

        async with await client.processes.exec("web", "web-1", "cat", tty=False) as session:
            result = await session.run("hello")
            print(result.text, result.exit_code)
    """

    def __init__(self, socket: AsyncSocket) -> None:
        super().__init__(socket)
        self._output = CommandOutput()
        self._pieces: deque[bytes] = deque()

    @property
    def exit_code(self) -> int | None:
        """What the command ended with. None before the end, and where the rack named none."""
        return self._output.code

    async def write(self, data: bytes | bytearray | memoryview | str) -> None:
        """Type something: bytes, or text, which goes as UTF-8. ConvoxConnectionError if the session has broken,
        ConvoxClosedError if it is over."""
        for piece, text in input_pieces(input_bytes(data)):
            await self._socket.send(piece, text=text)

    async def write_eof(self) -> None:
        """Say that there is no more input, with an empty binary message, as the rack says it of output. In a terminal
        a program also takes `write(b"\\x04")`, Control-D, for the end."""
        await self._socket.send(b"")

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._pieces:
            if self._error is not None:
                raise self._error
            if self._over or self._left:
                raise StopAsyncIteration
            await self._more()
        return self._pieces.popleft()

    async def read(self) -> bytes:
        """All the output that is still to come."""
        pieces = []
        async for piece in self:
            pieces.append(piece)
        return b"".join(pieces)

    async def wait(self) -> int | None:
        """Wait for the end, throwing away the output that is still to come; the exit code."""
        async for _ in self:
            pass
        return self.exit_code

    async def run(
        self, stdin: bytes | str | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes] | None = None
    ) -> ExecResult:
        """Type all of `stdin`, wait for the end, and close: the whole output and the exit code.

        stdin: bytes, text, a binary file or an iterator of bytes, which is read while it is sent; the end of the input
        is told afterwards. None types nothing, and says nothing of an end. Input that the command did not wait for is
        left unsent.
        """
        try:
            if stdin is not None:
                await self._type(stdin)
            output = await self.read()
        finally:
            await self.aclose()
        return ExecResult(output, self.exit_code)

    async def _type(self, stdin: Any) -> None:
        if isinstance(stdin, (bytes, bytearray, memoryview, str)):
            stdin = iter([input_bytes(stdin)])
        elif not hasattr(stdin, "read") and not hasattr(stdin, "__aiter__"):
            stdin = iter(stdin)
        async for piece in chunks(stdin):
            await self.write(piece)
            while not self._over and await self._socket.wait(0.0):
                await self._more()
            if self._over or self._error is not None:
                return
        await self.write_eof()

    async def _more(self) -> None:
        output = self._output
        if output.undecided and await self._silent():
            piece = output.quiet()
        else:
            message = await self._next()
            if message is not None:
                piece = output.message(message[0], text=message[1])
            elif self._error is not None or self._left:
                piece = output.broken_off()
            else:
                piece = output.end()
        if piece:
            self._pieces.append(piece)
        if output.ended:
            await self._finish(output.refused)


class AsyncTcpStream(_Session):
    """A TCP connection that the rack makes for us. Iterate over it, or `receive()`, for what comes: pieces of bytes."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        piece = await self.receive()
        if not piece:
            raise StopAsyncIteration
        return piece

    async def receive(self) -> bytes:
        """What came, at least one byte; b"" at the end. ConvoxConnectionError if the connection is lost."""
        while not self._over and not self._left and self._error is None:
            message = await self._next()
            if message is None:
                if self._error is None:
                    await self._finish(None)
                continue
            data, text = message
            if data:
                return data
            if not text:
                await self._finish(None)
        if self._error is not None:
            raise self._error
        return b""

    async def send(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes."""
        for piece, text in input_pieces(input_bytes(data)):
            await self._socket.send(piece, text=text)

    async def send_eof(self) -> None:
        """Say that nothing more will be sent, with an empty binary message, as the rack says it."""
        await self._socket.send(b"")
