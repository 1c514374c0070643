"""What a sender knows about making connections, for those that are made beside its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import httpx

    from .tls import TlsConfig

__all__ = ["Dialling"]


class Dialling(NamedTuple):
    """tls: whom to trust. proxy: the URL of one for everything, instead of those that the environment names.
    http_client: the caller's own, whose base URL, headers, cookies and parameters hold."""

    tls: TlsConfig
    proxy: str | None = None
    http_client: httpx.Client | httpx.AsyncClient | None = None
