"""What mirrored synchronous adapters wait with. Its twin `aio` has the same names for the asynchronous ones."""

from __future__ import annotations

from contextlib import closing
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

from .connections import Aiohttp
from .encode import checked_chunk, refuse_text
from .progress import NOBODY, Reporting
from .upload import Upload, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from ssl import SSLContext
    from typing import TypeGuard

    import httpx

    from .progress import OnTransfer, Unit
    from .transport.drivers import SyncDriver
    from .upload import Source

    BroughtClient = httpx.Client | httpx.AsyncClient

__all__ = [
    "blocking",
    "closing",
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


def blocking(work: Callable[[], T]) -> T:
    """Do `work`, here: whoever calls a synchronous client waits anyway."""
    return work()


def gather(*calls: Callable[[], Any]) -> list[Any]:
    """Make several calls, one after the other; their results in order."""
    return [call() for call in calls]


def chunks(body: Any) -> Iterable[bytes]:
    """A body to send while it is read: a file or an iterator, as it is. TypeError for an asynchronous one, and
    for a file that is open as text."""
    if hasattr(body, "__aiter__") and not hasattr(body, "read") and not hasattr(body, "__next__"):
        raise TypeError("a synchronous client cannot send an asynchronous iterator; use the asynchronous client")
    refuse_text(body)
    if hasattr(body, "read"):
        file: Iterable[bytes] = body  # as it is: its length is known, so the request says it
        return file
    return map(checked_chunk, body)


def reporting(progress: OnTransfer, what: str, unit: Unit, *, pairs: bool = False) -> Reporting:
    """What becomes of a caller's `progress`. See `Reporting`."""
    if progress is None:
        return NOBODY
    return Reporting(progress, what, unit, pairs=pairs)


def check_progress(progress: OnTransfer) -> None:
    """Raise what `reporting` would, before anything is read or sent."""
    reporting(progress, "", "bytes")


def tell(
    report: Reporting, done: int, total: int | None = None, *, status: str | None = None, detail: Any = None
) -> None:
    """Tell of progress. What the caller's function raises comes out."""
    report.tell(done, total, status=status, detail=detail)


def upload(body: Any, report: Reporting | None = None) -> bytes | Upload:
    """A body to send. bytes are sent as they are; a file or an iterable of bytes is read while it is sent. report: told
    of the bytes sent after each piece, from 0 again if the body is sent again. TypeError for anything else."""
    if hasattr(body, "__aiter__") and not hasattr(body, "read") and not hasattr(body, "__next__"):
        raise TypeError("a synchronous client cannot send an asynchronous iterator; use the asynchronous client")
    if report is not None and not report.active:
        report = None
    if report is None and isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    source = source_of(body)
    return Upload(_Pieces(source, report), length=source.length, rereadable=source.rereadable)


def watched(body: Any, report: Reporting) -> Any:
    """`chunks`, or an `Upload` of them that reports, if anybody wants to know."""
    return upload(body, report) if report.active else chunks(body)


class _Pieces:
    def __init__(self, source: Source, report: Reporting | None) -> None:
        self._source = source
        self._report = report

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        for chunk in self._source.start():
            piece = checked_chunk(chunk)
            yield piece
            sent += len(piece)
            if self._report is not None:
                tell(self._report, sent, self._source.length)


def is_brought(client: BroughtClient | None, name: str = "http_client") -> TypeGuard[BroughtClient]:
    """Whether it is an HTTP client of the caller's, which then decides on much. TypeError for what is neither None nor
    an `httpx.Client` or `httpx.AsyncClient` (or behaves like one)."""
    if client is None:
        return False
    if isinstance(client, Aiohttp):
        raise TypeError("Aiohttp() is for asynchronous clients: aiohttp has no other kind")
    if not hasattr(client, "build_request") or not (hasattr(client, "close") or hasattr(client, "aclose")):
        raise TypeError(f"{name} must be an httpx.Client or httpx.AsyncClient, got {type(client).__name__}")
    return True


def open_driver(
    http_client: BroughtClient | None = None,
    *,
    own_auth: bool = False,
    ours: bool = False,
    verify: bool | str | SSLContext = True,
    proxy: str | None = None,
) -> SyncDriver:
    """A driver over connections of our own, or over the caller's HTTP client; an asynchronous one is driven by a loop
    on a thread of its own. `ours`: close that client with the driver. verify, proxy: of our own connections; see
    `TlsConfig`, and a proxy's URL instead of the environment's. Imports the HTTP library."""
    from .transport.drivers import SyncDriver
    from .transport.limits import PoolLimits
    from .transport.sync_sender import BorrowedSyncSender, SyncPool
    from .transport.tls import TlsConfig

    if http_client is None:
        return SyncDriver(SyncPool(PoolLimits(), TlsConfig(verify), proxy=proxy))
    if _is_asynchronous(http_client):
        from .transport.bridged_sender import BridgedSender

        return SyncDriver(BridgedSender(http_client, own_auth=own_auth, ours=ours))
    # What is left is synchronous: TypeGuard, all that 3.10 has, does not narrow where it says no.
    return SyncDriver(BorrowedSyncSender(http_client, own_auth=own_auth, ours=ours))  # type: ignore[arg-type]


def _is_asynchronous(client: BroughtClient) -> TypeGuard[httpx.AsyncClient]:
    return hasattr(client, "aclose")
