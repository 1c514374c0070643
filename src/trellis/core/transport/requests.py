"""Wire requests to httpx requests, and httpx's failures to ours. No decision about a call is made here."""

from __future__ import annotations

import re
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any

import httpx

from ..certificates import advice_on
from ..failures import TransportFailure
from .late import LateHeaders, LateRequest, LateURL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ..effects import Send, Timeouts
    from ..failures import Phase

__all__ = [
    "TRANSPORT_ERRORS",
    "Answer",
    "UrlCache",
    "build_request",
    "elapsed_since",
    "failure_of",
    "is_encoded",
    "scheme_of",
    "unusable_url",
]

_MAX_URLS = 512
_WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})


def unusable_url(error: httpx.InvalidURL | str) -> ValueError:
    """What a caller is told whose URL the HTTP library refuses: it is too long, or its host is no host."""
    return ValueError(f"the URL cannot be used: {error}")


_NO_PIECES: tuple[bytes, ...] = ()


class _NoBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a request that has none. httpx's own empty stream gives one empty piece, which httpcore sends as it
    would any other: a fortieth of a whole call."""

    def __iter__(self) -> Iterator[bytes]:
        return iter(_NO_PIECES)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in _NO_PIECES:
            yield piece


_NO_BODY = _NoBody()


def scheme_of(url: str) -> str:
    """Which connections an absolute URL needs: "https", or "http" for whatever is not that."""
    return "https" if url[:6].lower() == "https:" else "http"


_AS_SENT = re.compile(r"(?:[A-Za-z0-9\-_~!$&'()*+,;=:@?.]|/(?!\.)|%[0-9A-Fa-f]{2}){1,8000}")
"""A path and query that httpx sends as they stand: nothing to be percent-encoded, no segment to be resolved."""


class UrlCache:
    """Parsed URLs by their text: parsing one costs more than all else about building a request. Bounded."""

    __slots__ = ("_origins", "_urls")

    def __init__(self) -> None:
        self._urls: dict[str, tuple[httpx.URL, bytes]] = {}
        self._origins: dict[str, tuple[httpx.URL, bytes]] = {}

    def get(self, text: str) -> tuple[httpx.URL, bytes]:
        """The URL and its Host header. ValueError for a URL that httpx would not request."""
        found = self._urls.get(text)
        if found is None:
            if len(self._urls) >= _MAX_URLS:
                self._urls = {}  # replaced, not cleared: another thread may be reading the old one
            found = self._urls[text] = self._parsed(text)
        return found

    def _parsed(self, text: str) -> tuple[httpx.URL, bytes]:
        slash = text.find("/", 8)
        known = self._origins.get(text[:slash]) if slash > 0 else None
        if known is not None and _AS_SENT.fullmatch(text, slash):
            origin, host = known
            return LateURL(text, origin, text[slash:].encode("ascii")), host
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL as error:
            raise unusable_url(error) from None
        if not url.host.strip("."):  # no resolver's error is ours to show: the codec for host names fails first
            raise unusable_url("it has no host name")
        if slash > 0 and url.raw_path == text[slash:].encode("utf-8"):
            self._origins[text[:slash]] = url, url.netloc
        return url, url.netloc


class Answer:
    """What a flow needs of a response, for calls whose caller never sees the response itself."""

    __slots__ = ("content", "headers", "status_code")

    def __init__(self, status_code: int, headers: httpx.Headers, content: bytes) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content


def build_request(send: Send, urls: UrlCache, timeouts: Timeouts | None) -> httpx.Request:
    """The httpx request for one attempt, complete: httpx adds no header of its own."""
    wire = send.request
    url, host = urls.get(wire.url)
    extensions: dict[str, Any] = {} if timeouts is None else {"timeout": timeouts}
    body = wire.body
    if body is None:
        length = ((b"Content-Length", b"0"),) if wire.method in _WITH_LENGTH else ()
        headers = ((b"Host", host), *wire.headers.pairs, *length)
        if not send.whole:
            return LateRequest(wire.method, url, LateHeaders(headers), _NO_BODY, extensions)
        return _whole(httpx.Request(wire.method, url, headers=headers, stream=_NO_BODY, extensions=extensions))
    if isinstance(body, bytes):
        headers = ((b"Host", host), *wire.headers.pairs, (b"Content-Length", b"%d" % len(body)))
        if not send.whole:
            return LateRequest(wire.method, url, LateHeaders(headers), httpx.ByteStream(body), extensions)
        stream = httpx.ByteStream(body)
        return _whole(httpx.Request(wire.method, url, headers=headers, stream=stream, extensions=extensions))
    request = httpx.Request(wire.method, url, headers=wire.headers.pairs, content=body, extensions=extensions)
    request.headers = LateHeaders(request.headers.raw)
    return request


def _whole(request: httpx.Request) -> httpx.Request:
    """The request as it is handed to a caller: with `content`, and with headers that show no credential."""
    request.read()
    request.headers = LateHeaders(request.headers.raw)
    return request


def is_encoded(response: httpx.Response) -> bool:
    """Whether the body is compressed. Looks at the raw headers: asking by name decodes them all first."""
    for name, _ in response.headers.raw:  # noqa: SIM110 - a generator costs as much as all the rest
        if len(name) == 16 and name.lower() == b"content-encoding":
            return True
    return False


def elapsed_since(started: float) -> timedelta:
    """What httpx's own clients put in `response.elapsed`."""
    return timedelta(seconds=perf_counter() - started)


_FAILURES: tuple[tuple[type[Exception], Phase, bool, bool], ...] = (
    # the class, the phase it belongs to, whether the request may have been sent, whether a time limit was reached
    (httpx.PoolTimeout, "pool", False, True),
    (httpx.ConnectTimeout, "connect", False, True),
    (httpx.ConnectError, "connect", False, False),
    (httpx.ProxyError, "connect", False, False),
    (httpx.UnsupportedProtocol, "connect", False, False),
    (httpx.WriteTimeout, "send", True, True),
    (httpx.WriteError, "send", True, False),
    (httpx.LocalProtocolError, "send", True, False),
    (httpx.ReadTimeout, "receive", True, True),
    (httpx.DecodingError, "decode", True, False),
)

TRANSPORT_ERRORS = (httpx.TransportError, httpx.DecodingError, httpx.TooManyRedirects, OSError)
"""What a send may raise. OSError (ssl.SSLError is one) is there for a caller's own transport that lets it through.
httpx.HTTPStatusError is not here: only a caller's own event hook raises it, and then the caller wants it."""


def failure_of(error: Exception) -> TransportFailure:
    """Our failure for one of `TRANSPORT_ERRORS`, keeping its words only: the exception itself holds the request."""
    cause = error.__cause__
    if isinstance(cause, Exception) and type(cause).__module__.startswith("aiohttp."):
        from .aiohttp_errors import as_httpx

        error = as_httpx(cause)  # a caller's own `httpx_aiohttp` client; see there
    unknown: tuple[Phase, bool, bool] = ("receive", True, isinstance(error, httpx.TimeoutException))
    known = ((phase, sent, late) for kind, phase, sent, late in _FAILURES if isinstance(error, kind))
    phase, sent, timed_out = next(known, unknown)
    if isinstance(error, httpx.LocalProtocolError):
        reason = "the request breaks the rules of HTTP"  # its text would quote the header, value and all
    else:
        reason = str(error) or "no further detail"
    said = f"{reason} [{type(error).__name__}]{advice_on(reason)}"
    return TransportFailure(said, phase=phase, sent=sent, timed_out=timed_out)
