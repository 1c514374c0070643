"""Sending for asynchronous clients: our own pools, one set per event loop, or the caller's httpx.AsyncClient."""

from __future__ import annotations

import asyncio
import threading
import weakref
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import anyio
import httpx

from ..failures import ClosedFailure, DeadlineFailure, TransportFailure
from ..forks import leave_to_parent, renew_in_child
from .dialling import Dialling
from .inherited import InheritedConnections
from .lanes import Lanes
from .managed import ManagedResponse
from .proxies import environment_has_proxies, with_proxies
from .requests import (
    TRANSPORT_ERRORS,
    Answer,
    UrlCache,
    build_request,
    elapsed_since,
    failure_of,
    is_encoded,
    scheme_of,
)
from .sync_sender import borrowed_request
from .tls import TlsConfig, context_for
from .unpacking import BoundedResponse, UnpackedResponse

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

    from ..effects import Send
    from .limits import PoolLimits

    Backend = Callable[[ssl.SSLContext, PoolLimits, TlsConfig, str | None], httpx.AsyncBaseTransport]
    """Makes a transport of one connection from what TLS needs, how long it is kept idle, what the TLS context was made
    of, and a proxy's URL."""

__all__ = ["AsyncPool", "AsyncSender", "BorrowedAsyncSender"]


T = TypeVar("T")


class AsyncSender(Protocol):
    """Sends one request: a whole response, or a TransportFailure or DeadlineFailure."""

    async def send(self, effect: Send) -> httpx.Response | Answer: ...
    async def aclose(self) -> None: ...
    def dialling(self) -> Dialling: ...


class AsyncPool:
    """Connections of our own. They belong to the event loop they were made in; another loop gets its own."""

    def __init__(
        self, limits: PoolLimits, tls: TlsConfig, *, proxy: str | None = None, backend: Backend | None = None
    ) -> None:
        """proxy: the URL of one for everything, instead of those that the environment names. backend: makes each of
        the connections; httpx's own transport by default."""
        self._limits = limits
        self._tls = tls
        self._proxy = proxy
        self._backend = _httpx_transport if backend is None else backend
        self._urls = UrlCache()
        self._closed = False
        self._renew()
        renew_in_child(self)

    def _renew(self) -> None:
        self._loops: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Lanes]] = (
            weakref.WeakKeyDictionary()
        )
        self._last: tuple[Callable[[], object], dict[str, Lanes]] = (lambda: None, {})  # looked at before `_loops`
        self._lock = threading.Lock()

    def _after_fork(self) -> None:
        leave_to_parent(list(self._loops.items()))
        self._renew()

    async def send(self, effect: Send) -> httpx.Response | Answer:
        request = build_request(effect, self._urls, effect.timeouts)
        scheme = scheme_of(effect.request.url)
        loop = asyncio.get_running_loop()
        last_loop, of_loop = self._last
        if last_loop() is not loop:
            of_loop = self._loops.get(loop, {})
            self._last = (weakref.ref(loop), of_loop)
        lanes = of_loop.get(scheme) or self._open(loop, scheme)
        if effect.deadline is None:
            return await _over_lane(effect, request, lanes)
        return await within_deadline(effect.deadline, _over_lane(effect, request, lanes))

    def _open(self, loop: asyncio.AbstractEventLoop, scheme: str) -> Lanes:
        context = context_for(scheme, self._tls)

        def transport() -> httpx.AsyncBaseTransport:
            return self._backend(context, self._limits, self._tls, self._proxy)

        with self._lock:
            if self._closed:
                raise ClosedFailure
            self._forget_closed_loops()
            of_loop = self._loops.setdefault(loop, {})
            self._last = (weakref.ref(loop), of_loop)
            return of_loop.setdefault(scheme, Lanes(self._limits.connections, self._limits.keepalive, transport))

    def dialling(self) -> Dialling:
        """How a connection beside these is made."""
        return Dialling(self._tls, self._proxy)

    def _forget_closed_loops(self) -> None:
        """Let go of what only a loop could close that will never run again. A connection holds on to its loop, so that
        neither would go by itself while there is this pool."""
        for loop in [loop for loop in self._loops if loop.is_closed()]:
            del self._loops[loop]

    async def aclose(self) -> None:
        """Close the connections of the running loop. Those of other loops can only be closed there, by doing this there
        too; those in use are closed by the calls that use them."""
        with self._lock:
            self._closed = True
            mine = self._loops.pop(asyncio.get_running_loop(), {})
            for others in self._loops.values():
                for lanes in others.values():
                    lanes.closed = True
            self._last = (lambda: None, {})
            self._forget_closed_loops()
        for lanes in mine.values():
            await lanes.aclose()


def _httpx_transport(
    context: ssl.SSLContext, limits: PoolLimits, tls: TlsConfig, proxy: str | None
) -> httpx.AsyncBaseTransport:
    single = limits.single()
    if proxy is not None or environment_has_proxies():
        client = with_proxies(
            lambda: httpx.AsyncClient(verify=context, limits=single, trust_env=True, proxy=proxy), given=proxy
        )
        return _ProxiedTransport(client)
    return httpx.AsyncHTTPTransport(verify=context, limits=single, trust_env=False)


async def _over_lane(effect: Send, request: httpx.Request, lanes: Lanes) -> httpx.Response | Answer:
    """Send over a lane that nobody else uses until the answer is read, or the caller has closed the stream."""
    lane = lanes.take_now()
    if lane is None:
        lane = await lanes.take(None if effect.timeouts is None else effect.timeouts["pool"])
    kept = False
    try:
        response = await complete(effect, request, lane.transport.handle_async_request)
        if effect.stream and response.status_code < 400:
            assert isinstance(response, httpx.Response)
            stream = response.stream
            assert isinstance(stream, _CallersStream)
            stream.done = lambda whole: lanes.release(lane) if whole else lanes.discard(lane)
            kept = True
        return response
    except Exception:
        raise
    except BaseException:
        kept = True
        await lanes.discard(lane)
        raise
    finally:
        if not kept:
            lanes.give_back(lane)
            if lanes.closed:
                await lanes.aclose()


class _ProxiedTransport(httpx.AsyncBaseTransport):
    """The environment's proxy rules, as an httpx client of our own applies them."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._client.send(request, stream=True, auth=None, follow_redirects=False)

    async def aclose(self) -> None:
        await self._client.aclose()


class BorrowedAsyncSender:
    """The caller's own client: its base URL, headers, cookies, params, hooks, timeout, proxies and mounts hold.

    `own_auth`: the client's own `auth` signs the request. It is never closed by us, unless it is `ours`: made for
    us by a factory of the caller's.
    """

    def __init__(self, client: httpx.AsyncClient, *, own_auth: bool, ours: bool = False) -> None:
        self._client = client
        self._own_auth = own_auth
        self._ours = ours
        self._inherited = InheritedConnections()

    async def send(self, effect: Send) -> httpx.Response | Answer:
        if self._client.is_closed:
            raise ClosedFailure
        request = borrowed_request(self._client, effect, effect.timeouts)
        auth = httpx.USE_CLIENT_DEFAULT if self._own_auth else None

        async def handle(request: httpx.Request) -> httpx.Response:
            response = await self._client.send(request, stream=True, auth=auth, follow_redirects=False)
            self._inherited.note(response)
            return response

        sending = complete(effect, request, self._inherited.guarded_async(handle), borrowed=True)
        if effect.deadline is None:
            return await sending
        return await within_deadline(effect.deadline, sending)

    async def aclose(self) -> None:
        """Leave the caller's client open; close one that was made for us."""
        if self._ours:
            await self._client.aclose()

    def dialling(self) -> Dialling:
        """How a connection beside the client's own is made: its certificates and proxies are not for others to see."""
        return Dialling(TlsConfig(), http_client=self._client)


async def within_deadline(deadline: float, sending: Coroutine[Any, Any, T]) -> T:
    """Await `sending`; whatever is under way when the deadline passes is cancelled, and DeadlineFailure raised."""
    remaining = deadline - monotonic()
    if remaining > 0:
        with anyio.move_on_after(remaining):
            return await sending
    sending.close()
    raise DeadlineFailure


async def complete(
    effect: Send,
    request: httpx.Request,
    handle: Callable[[httpx.Request], Awaitable[httpx.Response]],
    *,
    borrowed: bool = False,
) -> httpx.Response | Answer:
    """Send and, unless the effect streams, read the body; failures come out as ours. `borrowed`: a client of the
    caller's does the sending, whose auth may have sent another request and whose hooks may have read the body."""
    started = perf_counter()
    failure: TransportFailure
    response: httpx.Response | None = None
    try:
        response = await handle(request)
        if not effect.whole and not is_encoded(response) and not response.is_stream_consumed:
            # Most of what `aread` costs is decoders and chunkers that have nothing to do here.
            stream = _async(response.stream)
            content = b"".join([chunk async for chunk in stream])
            await stream.aclose()
            return Answer(response.status_code, response.headers, content)
        if not borrowed:
            response.request = request
        if effect.stream and response.status_code < 400:
            response.stream = _CallersStream(response, effect, started)
            if type(response) is httpx.Response and is_encoded(response):
                response.__class__ = _EncodedResponse
            return response
        if type(response) is httpx.Response and is_encoded(response):
            response.__class__ = BoundedResponse
            await response.aread()
            response.__class__ = httpx.Response
        else:
            await response.aread()
        response.elapsed = elapsed_since(started)
        return response
    except TRANSPORT_ERRORS as error:
        failure = failure_of(error)
    except BaseException:
        if response is not None:
            with anyio.CancelScope(shield=True):
                await response.aclose()
        raise
    if response is not None:
        await response.aclose()
    raise failure


def _async(stream: object) -> httpx.AsyncByteStream:
    assert isinstance(stream, httpx.AsyncByteStream)
    return stream


class _EncodedResponse(UnpackedResponse, ManagedResponse):
    """A compressed answer whose body the caller reads: it is unpacked above the stream of ours."""

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """As httpx has it, but what cannot be unpacked ends in the service's own error."""
        failure: TransportFailure | None = None
        try:
            async for chunk in super().aiter_bytes(chunk_size):
                yield chunk
        except httpx.DecodingError as error:
            failure = failure_of(error)
        if failure is not None:
            await self.aclose()
            assert isinstance(self.stream, _CallersStream)
            raise self.stream.error_for(failure)


class _CallersStream(httpx.AsyncByteStream):
    """A body that the caller reads: whatever breaks under it comes out as the service's own error."""

    def __init__(self, response: httpx.Response, effect: Send, started: float) -> None:
        self._response = response
        self._inner = _async(response.stream)
        self._effect = effect
        self._started = started
        self._whole = False
        self.done: Callable[[bool], Awaitable[None]] | None = None
        """Called once, when there is nothing more to be had: whether the body was read to its end and all is cleared
        up. If not, the connection is of no use any more: cancelled while it clears up, httpcore (1.0.9) keeps it for
        taken."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        failure: TransportFailure | None = None
        try:
            async for chunk in self._inner:
                yield chunk
        except TRANSPORT_ERRORS as error:
            failure = failure_of(error)
        if failure is not None:
            await self._inner.aclose()
            raise self.error_for(failure)
        self._whole = True

    def error_for(self, failure: TransportFailure) -> Exception:
        """What the caller gets for it."""
        return failure if self._effect.broken is None else self._effect.broken(failure)

    async def aclose(self) -> None:
        self._response.elapsed = elapsed_since(self._started)
        done, self.done = self.done, None
        cleared_up = False
        try:
            await self._inner.aclose()
            cleared_up = True
        finally:
            if done is not None:
                await done(self._whole and cleared_up)
