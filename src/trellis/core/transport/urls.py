"""URLs as the HTTP library will send them: what a DPoP proof must sign, and what an origin is."""

from __future__ import annotations

import httpx

from .requests import unusable_url

__all__ = ["sent_url"]


def sent_url(text: str) -> str:
    """Scheme, host, port and path exactly as they go out for `text`; no user, query or fragment. ValueError for a URL
    that cannot be requested on its own."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise unusable_url(error) from None
    if not url.is_absolute_url:
        raise ValueError("the URL cannot be signed: it is not absolute")
    host = url.raw_host.decode("ascii")
    netloc = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}.get(url.scheme)  # httpx itself keeps it when the scheme is in capitals
    port = "" if url.port in (None, default) else f":{url.port}"
    path = url.raw_path.partition(b"?")[0].decode("ascii")
    return f"{url.scheme}://{netloc}{port}{path}"
