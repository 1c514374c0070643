"""Downloads: bodies that are read, or saved, while they arrive.

    async with await client.builds.export("web", "BABCDEF") as download:
        await download.save("web.tgz")

Adapters make one with `open_download(calls, operation, args, progress=..., timeout=...)`, which also refuses a
`progress` that cannot be called before anything is sent.
"""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, Any

from trellis.core.aio import aclosing, blocking, reporting, tell
from trellis.core.runtime.unset import UNSET

from .._saving import check_target, sink_for
from ..exceptions import ConvoxConnectionError

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, AsyncIterator, Mapping
    from types import TracebackType

    import httpx

    from trellis.core.progress import OnTransfer, Reporting
    from trellis.core.runtime.operation import Operation

    from .._saving import Sink
    from .calls import AsyncCalls

__all__ = ["AsyncDownload", "open_download"]


class AsyncDownload:
    """The body of an answer, not yet read. Iterate over its bytes, `read` it, or `save` it to a file; once. An upload
    takes it as its body.

    It holds a connection until it was read to its end or closed: use it as a context manager, or `aclose` it. Reading
    raises ConvoxConnectionError if the connection is lost or the body shorter than announced, ConvoxTimeoutError if no
    bytes come for as long as the `timeout` says, and ValueError if it was read or closed before.
    """

    def __init__(self, response: httpx.Response, report: Reporting) -> None:
        self._response = response
        self._report = report
        self._begun = False
        self._reading: AsyncGenerator[bytes, None] | None = None
        self._ended = False
        self._rest = b""
        encoded = "content-encoding" in response.headers
        length = response.headers.get("content-length", "")
        self._announced = int(length) if length.isascii() and length.isdecimal() else None
        self._size = None if encoded else self._announced

    @property
    def response(self) -> httpx.Response:
        """The answer itself, for its status and headers."""
        return self._response

    @property
    def size(self) -> int | None:
        """How many bytes there are; None where the server does not say."""
        return self._size

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The bytes as they arrive, in pieces of the network's choosing."""
        return self._begin()

    def _begin(self) -> AsyncGenerator[bytes, None]:
        if self._begun:
            raise ValueError("this download was read or closed before; ask the client for it again")
        self._begun = True
        return self._chunks()

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        response, report, seen = self._response, self._report, 0
        try:
            with report:
                async for chunk in response.aiter_bytes():
                    seen += len(chunk)
                    if report.active:
                        await tell(report, seen, self._size)
                    yield chunk
            # Not every transport counts for us: a caller's own may hand over less than was announced, and say nothing.
            arrived = response.num_bytes_downloaded if self._size is None else seen
            if self._announced is not None and arrived != self._announced:
                raise ConvoxConnectionError(
                    f"the download broke off: {arrived} of {self._announced} bytes came. Ask for it again"
                )
        finally:
            await self.aclose()

    async def read(self, size: int | None = -1) -> bytes:
        """All the bytes, or all that are left, held in memory at once.

        size: from 0 on, no more than so many bytes, as a file gives them: those that have come, at least one, and b""
        at the end.
        """
        if not self._ended and self._reading is None:
            self._reading = self._begin()
        try:
            if size is None or size < 0:
                return await self._all()
            while size and not self._rest and not self._ended:
                await self._more()
        except BaseException:
            self._reading = None  # what is left of it would look like the end
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    async def _all(self) -> bytes:
        pieces = [self._rest]
        while not self._ended:
            await self._more()
            pieces.append(self._rest)
        self._rest, self._ended, self._reading = b"", False, None  # it was read once, and that was it
        return b"".join(pieces)

    async def _more(self) -> None:
        assert self._reading is not None
        self._rest = await anext(self._reading, b"")
        self._ended = not self._rest

    async def save(self, target: str | os.PathLike[str] | IO[bytes]) -> int:
        """Write the body to a file while it arrives; returns the number of bytes.

        target: a path, or a binary file open for writing. At a path the file appears only when it is complete: the
        bytes go to a temporary file beside it, which then takes its place (and its permissions, if there was one) or,
        if anything goes wrong, is removed. A file object of the caller's is left open; after a failure it holds what
        came until then.

        Raises TypeError for another kind of target or a text file, and OSError where the file cannot be written.
        """
        try:
            check_target(target)
            async with aclosing(self._begin()) as chunks:
                return await _pour(chunks, sink_for(target))
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Let the connection go; what was not read by now is lost. Idempotent."""
        self._begun, self._reading, self._rest = True, None, b""
        await self._response.aclose()

    async def __aenter__(self) -> AsyncDownload:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {'an unknown number of' if self._size is None else self._size} bytes>"


async def _pour(chunks: AsyncIterator[bytes], sink: Sink) -> int:
    written = 0
    try:
        await blocking(sink.open)
        async for chunk in chunks:
            await blocking(partial(sink.write, chunk))
            written += len(chunk)
        await blocking(sink.commit)
    except BaseException:
        # Not awaited: this is over in no time, and somebody who was cancelled must not wait.
        sink.discard()
        raise
    return written


async def open_download(
    calls: AsyncCalls,
    operation: Operation[Any],
    args: Mapping[str, Any],
    *,
    progress: OnTransfer = None,
    timeout: Any = UNSET,
) -> AsyncDownload:
    """Send a call whose answer is streamed, and hand over that answer unread."""
    report = reporting(progress, operation.id, "bytes", pairs=True)
    return AsyncDownload(await calls.open(operation, args, timeout=timeout), report)
