"""What mirrored synchronous adapters wait with. Its twin `aio` has the same names for the asynchronous ones."""

from __future__ import annotations

from contextlib import closing
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from .encode import checked_chunk, refuse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeGuard

    import httpx

    from .transport.drivers import SyncDriver

    BroughtClient = httpx.Client | httpx.AsyncClient

__all__ = ["closing", "check_http_client", "chunks", "gather", "monotonic", "open_driver", "sleep"]


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


def check_http_client(client: Any) -> None:
    """TypeError unless `client` is an `httpx.Client` or an `httpx.AsyncClient` (or behaves like one)."""
    if not hasattr(client, "build_request") or not (hasattr(client, "close") or hasattr(client, "aclose")):
        raise TypeError(f"http_client must be an httpx.Client or httpx.AsyncClient, got {type(client).__name__}")


def open_driver(http_client: BroughtClient | None = None, *, own_auth: bool = False, ours: bool = False) -> SyncDriver:
    """A driver over connections of our own, or over the caller's HTTP client; an asynchronous one is driven by a loop
    on a thread of its own. `ours`: close that client with the driver. Imports the HTTP library."""
    from .transport.drivers import SyncDriver
    from .transport.limits import PoolLimits
    from .transport.sync_sender import BorrowedSyncSender, SyncPool
    from .transport.tls import TlsConfig

    if http_client is None:
        return SyncDriver(SyncPool(PoolLimits(), TlsConfig()))
    if _is_asynchronous(http_client):
        from .transport.bridged_sender import BridgedSender

        return SyncDriver(BridgedSender(http_client, own_auth=own_auth, ours=ours))
    # What is left is synchronous: TypeGuard, all that 3.10 has, does not narrow where it says no.
    return SyncDriver(BorrowedSyncSender(http_client, own_auth=own_auth, ours=ours))  # type: ignore[arg-type]


def _is_asynchronous(client: BroughtClient) -> TypeGuard[httpx.AsyncClient]:
    return hasattr(client, "aclose")
