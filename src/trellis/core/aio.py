"""What asynchronous adapters wait with. Its twin `sio` has the same names for the mirrored synchronous ones."""

from __future__ import annotations

from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from .connections import Aiohttp
from .encode import checked_chunk, refuse_text
from .progress import NOBODY, Reporting
from .upload import Upload, source_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterator
    from ssl import SSLContext
    from typing import TypeGuard

    import httpx

    from .progress import OnTransfer, Unit
    from .transport.drivers import AsyncDriver

    BroughtClient = httpx.AsyncClient | Aiohttp

__all__ = [
    "aclosing",
    "blocking",
    "check_progress",
    "chunks",
    "gather",
    "is_brought",
    "monotonic",
    "open_driver",
    "reporting",
    "sleep",
    "tell",
    "upload",
    "watched",
]

T = TypeVar("T")


async def sleep(seconds: float) -> None:
    """Wait."""
    import anyio

    await anyio.sleep(seconds)


async def blocking(work: Callable[[], T]) -> T:
    """Do `work`, which blocks (a file, a large archive), on a thread; a caller who is cancelled leaves it at that."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(work)


async def gather(*calls: Callable[[], Awaitable[Any]]) -> list[Any]:
    """Make several calls at a time; their results in order. The first error cancels the rest and is raised."""
    import anyio

    results: list[Any] = [None] * len(calls)
    errors: list[Exception] = []

    async def run(index: int, call: Callable[[], Awaitable[Any]]) -> None:
        try:
            results[index] = await call()
        except Exception as error:
            errors.append(error)
            group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        for index, call in enumerate(calls):
            group.start_soon(run, index, call)
    if errors:
        raise errors[0]
    return results


def chunks(body: Any) -> AsyncIterable[bytes]:
    """A body to send while it is read: an asynchronous iterable as it is; a file or an iterator read in a thread.
    TypeError for a file that is open as text."""
    if hasattr(body, "__aiter__"):
        return _checked(body)
    refuse_text(body)
    return _read_in_threads(body)


async def _checked(body: Any) -> AsyncIterator[bytes]:
    async for chunk in body:
        yield checked_chunk(chunk)


async def _read_in_threads(body: Any) -> AsyncIterator[bytes]:
    import anyio.to_thread

    end: Any = b"" if hasattr(body, "read") else None
    while True:
        if hasattr(body, "read"):
            chunk = await anyio.to_thread.run_sync(body.read, 65536)
        else:
            chunk = await anyio.to_thread.run_sync(next, body, None)
        if chunk == end:
            return
        yield checked_chunk(chunk)


def reporting(progress: OnTransfer, what: str, unit: Unit, *, pairs: bool = False) -> Reporting:
    """What becomes of a caller's `progress`, which may be a coroutine function. See `Reporting`."""
    if progress is None:
        return NOBODY
    return Reporting(progress, what, unit, pairs=pairs, asynchronous=True)


def check_progress(progress: OnTransfer) -> None:
    """Raise what `reporting` would, before anything is read or sent."""
    reporting(progress, "", "bytes")


async def tell(
    report: Reporting, done: int, total: int | None = None, *, status: str | None = None, detail: Any = None
) -> None:
    """Tell of progress, and wait for a function that takes its time. What the function raises comes out."""
    result = report.tell(done, total, status=status, detail=detail)
    if result is not None and hasattr(result, "__await__"):
        await result


def upload(body: Any, report: Reporting | None = None) -> bytes | Upload:
    """A body to send. bytes are sent as they are; a file, an iterable of bytes, or an asynchronous one, is read while
    it is sent. report: told of the bytes sent after each piece, from 0 again if the body is sent again. TypeError for
    anything else."""
    if report is not None and not report.active:
        report = None
    if hasattr(body, "__aiter__"):
        once = hasattr(body, "__anext__") or hasattr(body, "read")  # an asynchronous file is at its end afterwards
        return Upload(_Pieces(lambda: _checked(body), report, None), rereadable=not once)
    if report is None and isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    source = source_of(body)
    pieces = _Pieces(lambda: _in_threads(source.start), report, source.length)
    return Upload(pieces, length=source.length, rereadable=source.rereadable)


def watched(body: Any, report: Reporting) -> Any:
    """`chunks`, or an `Upload` of them that reports, if anybody wants to know."""
    if not report.active:
        return chunks(body)
    return upload(chunks(body) if hasattr(body, "__aiter__") else body, report)


class _Pieces:
    def __init__(self, start: Callable[[], AsyncIterator[bytes]], report: Reporting | None, length: int | None) -> None:
        self._start = start
        self._report = report
        self._length = length

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        async for piece in self._start():
            yield piece
            sent += len(piece)
            if self._report is not None:
                await tell(self._report, sent, self._length)


async def _in_threads(start: Callable[[], Iterator[Any]]) -> AsyncIterator[bytes]:
    import anyio.to_thread

    pieces = start()
    while True:
        piece = await anyio.to_thread.run_sync(next, pieces, None)
        if piece is None:
            return
        yield checked_chunk(piece)


def is_brought(client: BroughtClient | None, name: str = "http_client") -> TypeGuard[httpx.AsyncClient]:
    """Whether it is an HTTP client of the caller's, which then decides on much: not so None and `Aiohttp()`. TypeError
    for what is neither these nor an `httpx.AsyncClient` (or behaves like one)."""
    if client is None or isinstance(client, Aiohttp):
        return False
    if not hasattr(client, "aclose") or not hasattr(client, "build_request"):
        raise TypeError(f"{name} must be an httpx.AsyncClient, got {type(client).__name__}")
    return True


def open_driver(
    http_client: BroughtClient | None = None,
    *,
    own_auth: bool = False,
    ours: bool = False,
    verify: bool | str | SSLContext = True,
    proxy: str | None = None,
) -> AsyncDriver:
    """A driver over connections of our own, made by httpx or by what `Aiohttp()` stands for, or over the caller's HTTP
    client. `ours`: close that client with the driver. verify, proxy: of our own connections; see `TlsConfig`, and a
    proxy's URL instead of the environment's. Imports the HTTP library."""
    from .transport.async_sender import AsyncPool, BorrowedAsyncSender
    from .transport.drivers import AsyncDriver
    from .transport.limits import PoolLimits
    from .transport.tls import TlsConfig

    if http_client is None:
        return AsyncDriver(AsyncPool(PoolLimits(), TlsConfig(verify), proxy=proxy))
    if isinstance(http_client, Aiohttp):
        from .transport.aiohttp_transport import AiohttpTransport

        return AsyncDriver(AsyncPool(PoolLimits(), TlsConfig(verify), proxy=proxy, backend=AiohttpTransport))
    return AsyncDriver(BorrowedAsyncSender(http_client, own_auth=own_auth, ours=ours))
