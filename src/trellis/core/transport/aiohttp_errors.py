"""aiohttp's errors in httpx's terms: by the phase they belong to, and whether they prove that nothing was sent.

`httpx-aiohttp` calls a connection that the server has closed a failure to connect, after which anything may be sent
again; so a caller's own client of that kind has its errors told by what caused them, too.
"""

from __future__ import annotations

import asyncio

import aiohttp
import httpx
from aiohttp.http import HttpProcessingError

__all__ = ["AIOHTTP_ERRORS", "as_httpx"]

AIOHTTP_ERRORS = (aiohttp.ClientError, HttpProcessingError, asyncio.TimeoutError, OSError)
"""Whatever sending or reading may raise."""

_KINDS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    # the narrower ones first
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.ClientProxyConnectionError, httpx.ProxyError),
    (aiohttp.ClientHttpProxyError, httpx.ProxyError),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.ClientConnectorCertificateError, httpx.ConnectError),
    (aiohttp.ServerFingerprintMismatch, httpx.ConnectError),
    (aiohttp.ServerTimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientConnectionResetError, httpx.WriteError),
    (aiohttp.ServerDisconnectedError, httpx.RemoteProtocolError),
    (aiohttp.ClientConnectionError, httpx.ReadError),
    (aiohttp.InvalidURL, httpx.UnsupportedProtocol),
    (aiohttp.ClientError, httpx.RemoteProtocolError),
    (HttpProcessingError, httpx.RemoteProtocolError),
    (asyncio.TimeoutError, httpx.ReadTimeout),
    (OSError, httpx.ReadError),
)


def as_httpx(error: Exception) -> httpx.TransportError:
    """What httpx's own transport would have raised, in aiohttp's words."""
    kind = next((theirs for ours, theirs in _KINDS if isinstance(error, ours)), httpx.TransportError)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        words = f"{error.status} {error.message}"
    elif isinstance(error, (aiohttp.ClientResponseError, HttpProcessingError)):
        words = error.message  # without the status it is given, which no server said, and the URL
    elif isinstance(error, aiohttp.ServerDisconnectedError):
        words = "Server disconnected without sending a response."
    else:
        words = str(error)
    # What follows in further lines is what the server has sent.
    return kind(words.partition("\n")[0].rstrip(" :") or type(error).__name__)
