"""Sending over aiohttp, as an httpx transport: what is above it does not notice. Loaded only where it was asked for.

aiohttp would do more than it is asked to: repeat requests on its own, keep cookies, rewrite URLs, add headers, follow
redirects, decompress. All of that is switched off here, and its errors are told by what they prove: whether a request
was surely not sent decides on whether it is sent again.
"""

from __future__ import annotations

import weakref
from inspect import signature
from math import inf
from typing import TYPE_CHECKING, Any

import aiohttp
import anyio
import httpx
import yarl

from ..failures import TransportFailure
from .aiohttp_errors import AIOHTTP_ERRORS, as_httpx
from .endpoints import proxy_for
from .proxies import environment_has_proxies

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from aiohttp import ClientHandlerType

    from ..sockets.opening import Tunnel
    from .limits import PoolLimits
    from .tls import TlsConfig

__all__ = ["AiohttpTransport"]

_MAX_URLS = 64
_HEADER_BYTES = 65536
"""The longest line of an answer's head: aiohttp's 8190 is less than some proxies and httpx let through."""
_PIECE = 65536
"""Bytes of a body that are handed over at a time: what asyncio takes without waiting for the server."""
_OWN_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""What aiohttp would add. Ours are complete."""


_MORE_HEADERS: dict[str, Any] = (
    {"max_headers": 1000} if "max_headers" in signature(aiohttp.ClientSession.__init__).parameters else {}
)
"""As far as this aiohttp counts them."""
_LOOK = 1.0
"""Seconds after which a wait for more of a body looks whether there can be more."""


class _Connector(aiohttp.TCPConnector):
    """Connections without what servers have said unasked, which aiohttp would take for the next answer."""

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Any],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the library's own name
    ) -> aiohttp.connector.Connection:
        """A connection that nothing has come over, or went wrong, since its last answer."""
        while True:
            connection = await super().connect(req, traces, timeout)
            protocol = connection.protocol
            if protocol is None or not protocol.should_close:
                return connection
            connection.close()

    def __del__(self, _warnings: Any = None) -> None:
        """Nothing: this is no time for I/O, and in a forked child they are not its connections."""


class AiohttpTransport(httpx.AsyncBaseTransport):
    """One connection at a time, of the event loop that it is first used in; its user sees to that."""

    def __init__(self, context: ssl.SSLContext, limits: PoolLimits, tls: TlsConfig, proxy: str | None) -> None:
        """context: for TLS. tls: what it was made of. proxy: the URL of one for everything, instead of those that the
        environment names."""
        self._context = context
        self._limits = limits
        self._tls = tls
        self._proxy = proxy
        self._proxied = proxy is not None or environment_has_proxies()
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[tuple[bytes, bytes, int | None, bytes], yarl.URL] = {}
        self._proxies: dict[tuple[bytes, bytes, int | None], Tunnel | None] = {}

    def _open(self) -> aiohttp.ClientSession:
        connector = _Connector(
            limit=0, keepalive_timeout=self._limits.keepalive, ssl=self._context, use_dns_cache=False
        )
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_OWN_HEADERS,
            auto_decompress=False,
            trust_env=False,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
            middlewares=(_once,),
            **_MORE_HEADERS,
        )
        # Nobody is told off who leaves a client to the garbage collector: httpx does not, either.
        weakref.finalize(self, session.detach)
        self._session = session
        return session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it and wait for the head of the answer. Raises what httpx's own transport raises."""
        session = self._session or self._open()
        timeouts = request.extensions.get("timeout") or {}
        headers = _headers_of(request)
        extra: dict[str, Any] = {}
        proxy = self._proxy_for(request.url) if self._proxied else None
        if proxy is not None:
            extra = _through(proxy, request, headers)
        connect, read = timeouts.get("connect"), timeouts.get("read")
        waiting = _Waiting(request, connect, timeouts.get("write"), read)
        answer: aiohttp.ClientResponse | None = None
        with waiting:
            answer = await session.request(
                request.method,
                self._url_of(request.url),
                headers=headers,
                data=waiting.body,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read),
                **extra,
            )
        if answer is None:
            raise waiting.problem()
        if answer.status == 101:
            answer.close()
            raise httpx.RemoteProtocolError("the server changes the protocol, which nobody asked for")
        extensions = {"http_version": b"HTTP/1.1", "reason_phrase": (answer.reason or "").encode("latin-1", "replace")}
        headers_read = list(answer.raw_headers)
        return httpx.Response(answer.status, headers=headers_read, stream=_Body(answer, read), extensions=extensions)

    def _url_of(self, url: httpx.URL) -> yarl.URL:
        key = (url.raw_scheme, url.raw_host, url.port, url.raw_path)
        found = self._urls.get(key)
        if found is None:
            if len(self._urls) >= _MAX_URLS:
                self._urls.clear()
            scheme, host, port, path = key
            name = host.decode("ascii")
            authority = f"[{name}]" if ":" in name else name
            if port is not None:
                authority = f"{authority}:{port}"
            # `encoded`: what is signed, logged and shown as `request.url` is what goes out.
            text = f"{scheme.decode('ascii')}://{authority}{path.decode('ascii')}"
            found = self._urls[key] = yarl.URL(text, encoded=True)
        return found

    def _proxy_for(self, url: httpx.URL) -> Tunnel | None:
        origin = (url.raw_scheme, url.raw_host, url.port)
        if origin not in self._proxies:
            found = self._proxies[origin] = proxy_for(url, self._proxy)
            if found is not None and found.tls is not None and self._tls.verify is not True:
                # aiohttp would believe the proxy by whatever the server is to be believed by.
                del self._proxies[origin]
                reason = "over aiohttp, an https proxy cannot be combined with certificates of one's own (`verify`)"
                raise TransportFailure(reason, phase="connect", sent=False)
        return self._proxies[origin]

    async def aclose(self) -> None:
        """Close the connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


async def _once(request: aiohttp.ClientRequest, handler: ClientHandlerType) -> aiohttp.ClientResponse:
    """aiohttp sends anew, by itself, what breaks on a connection used before, but only if the error is its own."""
    problem: Exception
    try:
        return await handler(request)
    except AIOHTTP_ERRORS as error:
        problem = as_httpx(error)
    raise problem


def _headers_of(request: httpx.Request) -> list[tuple[str, str]]:
    """As text, which aiohttp would encode as UTF-8; nothing of ours may be that."""
    try:
        return [
            (name.decode("ascii"), value.decode("ascii"))
            for name, value in request.headers.raw
            if name.lower() != b"transfer-encoding"  # it sees to that itself
        ]
    except UnicodeDecodeError:
        pass
    raise ValueError("a header's value holds characters outside ASCII, which cannot be sent over aiohttp")


def _through(proxy: Tunnel, request: httpx.Request, headers: list[tuple[str, str]]) -> dict[str, Any]:
    """The arguments for a request by way of a proxy, whose credentials go to it alone where there is a tunnel."""
    scheme = "http" if proxy.tls is None else "https"
    arguments: dict[str, Any] = {"proxy": yarl.URL.build(scheme=scheme, host=proxy.host, port=proxy.port)}
    if proxy.authorization is not None:
        given = ("Proxy-Authorization", proxy.authorization.decode("ascii"))
        if request.url.scheme == "https":
            arguments["proxy_headers"] = [given]
        else:
            headers.append(given)
    return arguments


class _Waiting:
    """Around the sending of a request, a context manager for what aiohttp leaves out: it has no time limit for writing,
    none for the answer once an interim one has come, and puts an error of its own in the place of what a caller's
    iterator raises.
    """

    def __init__(self, request: httpx.Request, connect: float | None, write: float | None, read: float | None) -> None:
        """The time limits of the phases in seconds, or None."""
        self._write = inf if write is None else write
        self._read = inf if read is None else read
        self._writing = False
        self._error: Exception | None = None
        self.body: bytes | AsyncIterator[bytes] | None
        stream = request.stream
        if isinstance(stream, httpx.SyncByteStream):
            content = request.read()
            self.body = (content or None) if len(content) <= _PIECE else self._paced(_cut(content))
        else:
            assert isinstance(stream, httpx.AsyncByteStream)
            self.body = self._paced(stream.__aiter__())
        at_once = self.body is None or isinstance(self.body, bytes)
        limit = anyio.current_time() + (inf if connect is None else connect) + self._read if at_once else inf
        self._scope = anyio.CancelScope(deadline=limit)

    async def _paced(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        scope = self._scope
        try:
            async for piece in pieces:
                for start in range(0, len(piece), _PIECE):
                    self._writing = True
                    scope.deadline = anyio.current_time() + self._write
                    yield piece[start : start + _PIECE]
                    scope.deadline = inf
                    self._writing = False
            scope.deadline = anyio.current_time() + self._read
        except Exception as error:
            self._error = error
            raise

    def __enter__(self) -> None:
        self._scope.__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: Any) -> bool:
        swallowed = self._scope.__exit__(kind, error, traceback)
        return bool(swallowed) or (self._error is not None and isinstance(error, Exception))

    def problem(self) -> Exception:
        """Why there is no answer, if nothing was raised."""
        if self._error is not None:
            return self._error
        if self._writing:
            return httpx.WriteTimeout("the server did not take the request's body in time")
        return httpx.ReadTimeout("no answer came in time")


async def _cut(content: bytes) -> AsyncIterator[bytes]:
    yield content


class _Body(httpx.AsyncByteStream):
    """An answer's body as it comes."""

    def __init__(self, answer: aiohttp.ClientResponse, seconds: float | None) -> None:
        """seconds: the longest wait for the next piece, or None."""
        self._answer = answer
        self._seconds = inf if seconds is None else seconds

    async def __aiter__(self) -> AsyncIterator[bytes]:
        content = self._answer.content
        problem: Exception
        try:
            if content.is_eof():  # all of it is here: nothing to wait for
                if not content.at_eof():
                    yield await content.read()
                return
            while chunk := await self._next():
                yield chunk
            return
        except AIOHTTP_ERRORS as error:
            problem = as_httpx(error)
        raise problem

    async def _next(self) -> bytes:
        """The next piece; b"" at the end. A chunk that breaks the rules is told to the connection only, not to who
        waits for it: aiohttp's own time limit is over by then."""
        end = anyio.current_time() + self._seconds
        while True:
            with anyio.move_on_after(min(_LOOK, end - anyio.current_time())):
                return await self._answer.content.readany()
            connection = self._answer.connection
            protocol = None if connection is None else connection.protocol
            broken = None if protocol is None else protocol.exception()
            if isinstance(broken, Exception):
                raise as_httpx(broken)
            if anyio.current_time() >= end:
                raise httpx.ReadTimeout("the rest of the answer did not come in time")

    async def aclose(self) -> None:
        """Give the connection back, or close it if there is more to come."""
        if self._answer.content.at_eof():
            self._answer.release()
        else:
            self._answer.close()
