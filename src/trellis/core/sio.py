"""What mirrored synchronous adapters wait with. Its twin `aio` has the same names for the asynchronous ones."""

from __future__ import annotations

from contextlib import closing
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from .transport.drivers import SyncDriver

__all__ = ["closing", "check_http_client", "gather", "monotonic", "open_driver", "sleep"]


def gather(*calls: Callable[[], Any]) -> list[Any]:
    """Make several calls, one after the other; their results in order."""
    return [call() for call in calls]


def check_http_client(client: Any) -> None:
    """TypeError unless `client` is an `httpx.Client` (or behaves like one)."""
    if not hasattr(client, "close") or not hasattr(client, "build_request"):
        raise TypeError(f"http_client must be an httpx.Client, got {type(client).__name__}")


def open_driver(http_client: httpx.Client | None = None, *, own_auth: bool = False) -> SyncDriver:
    """A driver over connections of our own, or over the caller's HTTP client. Imports the HTTP library."""
    from .transport.drivers import SyncDriver
    from .transport.limits import PoolLimits
    from .transport.sync_sender import BorrowedSyncSender, SyncPool
    from .transport.tls import TlsConfig

    if http_client is not None:
        return SyncDriver(BorrowedSyncSender(http_client, own_auth=own_auth))
    return SyncDriver(SyncPool(PoolLimits(), TlsConfig()))
