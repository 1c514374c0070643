"""What asynchronous adapters wait with. Its twin `sio` has the same names for the mirrored synchronous ones."""

from __future__ import annotations

from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING, Any

from .encode import checked_chunk, refuse_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable

    import httpx

    from .transport.drivers import AsyncDriver

    BroughtClient = httpx.AsyncClient

__all__ = ["aclosing", "check_http_client", "chunks", "gather", "monotonic", "open_driver", "sleep"]


async def sleep(seconds: float) -> None:
    """Wait."""
    import anyio

    await anyio.sleep(seconds)


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


def check_http_client(client: Any) -> None:
    """TypeError unless `client` is an `httpx.AsyncClient` (or behaves like one)."""
    if not hasattr(client, "aclose") or not hasattr(client, "build_request"):
        raise TypeError(f"http_client must be an httpx.AsyncClient, got {type(client).__name__}")


def open_driver(http_client: BroughtClient | None = None, *, own_auth: bool = False, ours: bool = False) -> AsyncDriver:
    """A driver over connections of our own, or over the caller's HTTP client. `ours`: close that client with the
    driver. Imports the HTTP library."""
    from .transport.async_sender import AsyncPool, BorrowedAsyncSender
    from .transport.drivers import AsyncDriver
    from .transport.limits import PoolLimits
    from .transport.tls import TlsConfig

    if http_client is not None:
        return AsyncDriver(BorrowedAsyncSender(http_client, own_auth=own_auth, ours=ours))
    return AsyncDriver(AsyncPool(PoolLimits(), TlsConfig()))
