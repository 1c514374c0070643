"""Sending for asynchronous clients: our own pools, one set per event loop, or the caller's httpx.AsyncClient."""

from __future__ import annotations

import asyncio
import threading
import weakref
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, Protocol

import anyio
import httpx

from ..failures import DeadlineFailure, TransportFailure
from ..forks import leave_to_parent, renew_in_child
from .proxies import environment_has_proxies
from .requests import TRANSPORT_ERRORS, Answer, UrlCache, build_request, elapsed_since, failure_of
from .sync_sender import borrowed_request
from .tls import context_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from ..effects import Send
    from .limits import PoolLimits
    from .tls import TlsConfig

__all__ = ["AsyncPool", "AsyncSender", "BorrowedAsyncSender"]


class AsyncSender(Protocol):
    """Sends one request: a whole response, or a TransportFailure or DeadlineFailure."""

    async def send(self, effect: Send) -> httpx.Response | Answer: ...
    async def aclose(self) -> None: ...


class _Shards:
    """The pools of one scheme in one event loop; a request goes to the one with the most room."""

    __slots__ = ("_busy", "_limits", "_open", "_transports")

    def __init__(self, limits: list[httpx.Limits], open_transport: Callable[[httpx.Limits], httpx.AsyncBaseTransport]):
        self._limits = limits
        self._open = open_transport
        self._transports: list[httpx.AsyncBaseTransport | None] = [None] * len(limits)
        self._busy = [0] * len(limits)

    def take(self) -> int:
        best, room = 0, -(1 << 30)
        for index, limits in enumerate(self._limits):
            free = (limits.max_connections or 0) - self._busy[index]
            if free > room:
                best, room = index, free
        self._busy[best] += 1
        return best

    def give_back(self, index: int) -> None:
        self._busy[index] -= 1

    def transport(self, index: int) -> httpx.AsyncBaseTransport:
        transport = self._transports[index]
        if transport is None:
            transport = self._transports[index] = self._open(self._limits[index])
        return transport

    async def aclose(self) -> None:
        for index, transport in enumerate(self._transports):
            if transport is not None:
                self._transports[index] = None
                await transport.aclose()


class AsyncPool:
    """Connections of our own. A pool belongs to the event loop it was made in; another loop gets pools of its own."""

    def __init__(self, limits: PoolLimits, tls: TlsConfig) -> None:
        self._limits = limits
        self._tls = tls
        self._urls = UrlCache()
        self._renew()
        renew_in_child(self)

    def _renew(self) -> None:
        self._loops: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, _Shards]] = (
            weakref.WeakKeyDictionary()
        )
        self._lock = threading.Lock()

    def _after_fork(self) -> None:
        leave_to_parent([(loop, shards) for loop, shards in self._loops.items()])
        self._renew()

    async def send(self, effect: Send) -> httpx.Response | Answer:
        request = build_request(effect, self._urls, effect.timeouts)
        scheme = request.url.scheme
        loop = asyncio.get_running_loop()
        pools = self._loops.get(loop)
        shards = pools.get(scheme) if pools is not None else None
        if shards is None:
            shards = self._open(loop, scheme)
        index = shards.take()
        kept = False
        try:
            response = await complete(effect, request, shards.transport(index).handle_async_request)
            if effect.stream and response.status_code < 400:
                assert isinstance(response, httpx.Response)
                stream = response.stream
                assert isinstance(stream, _CallersStream)
                stream.closed = lambda: shards.give_back(index)
                kept = True
            return response
        finally:
            if not kept:
                shards.give_back(index)

    def _open(self, loop: asyncio.AbstractEventLoop, scheme: str) -> _Shards:
        context = context_for(scheme, self._tls)

        def transport(limits: httpx.Limits) -> httpx.AsyncBaseTransport:
            if environment_has_proxies():
                return _ProxiedTransport(httpx.AsyncClient(verify=context, limits=limits, trust_env=True))
            return httpx.AsyncHTTPTransport(verify=context, limits=limits, trust_env=False)

        with self._lock:
            pools = self._loops.setdefault(loop, {})
            return pools.setdefault(scheme, _Shards(self._limits.shards(), transport))

    async def aclose(self) -> None:
        """Close the pools of the running loop. Those of other loops can only be closed there; they are let go."""
        with self._lock:
            mine = self._loops.pop(asyncio.get_running_loop(), None)
            self._loops.clear()
        for shards in (mine or {}).values():
            await shards.aclose()


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

    `own_auth`: the client's own `auth` signs the request. It is never closed by us.
    """

    def __init__(self, client: httpx.AsyncClient, *, own_auth: bool) -> None:
        self._client = client
        self._own_auth = own_auth

    async def send(self, effect: Send) -> httpx.Response | Answer:
        request = borrowed_request(self._client, effect, effect.timeouts)
        auth = httpx.USE_CLIENT_DEFAULT if self._own_auth else None
        return await complete(
            effect,
            request,
            lambda request: self._client.send(request, stream=True, auth=auth, follow_redirects=False),
        )

    async def aclose(self) -> None:
        """Leave the caller's client open."""


async def complete(
    effect: Send, request: httpx.Request, handle: Callable[[httpx.Request], Awaitable[httpx.Response]]
) -> httpx.Response | Answer:
    """Send and, unless the effect streams, read the body; failures come out as ours. The deadline is exact: whatever
    is under way when it passes is cancelled."""
    if effect.deadline is None:
        return await _complete(effect, request, handle)
    remaining = effect.deadline - monotonic()
    if remaining > 0:
        with anyio.move_on_after(remaining) as scope:
            return await _complete(effect, request, handle)
        if not scope.cancelled_caught:  # pragma: no cover - move_on_after swallows nothing else
            raise AssertionError("unreachable")
    raise DeadlineFailure


async def _complete(
    effect: Send, request: httpx.Request, handle: Callable[[httpx.Request], Awaitable[httpx.Response]]
) -> httpx.Response | Answer:
    started = perf_counter()
    failure: TransportFailure
    response: httpx.Response | None = None
    try:
        response = await handle(request)
        response.request = request
        if effect.stream and response.status_code < 400:
            response.stream = _CallersStream(response, effect, started)
            return response
        if not effect.whole and "content-encoding" not in response.headers:
            # Most of what `aread` costs is decoders and chunkers that have nothing to do here.
            stream = _async(response.stream)
            content = b"".join([chunk async for chunk in stream])
            await stream.aclose()
            return Answer(response.status_code, response.headers, content)
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


class _CallersStream(httpx.AsyncByteStream):
    """A body that the caller reads: whatever breaks under it comes out as the service's own error."""

    def __init__(self, response: httpx.Response, effect: Send, started: float) -> None:
        self._response = response
        self._inner = _async(response.stream)
        self._effect = effect
        self._started = started
        self.closed: Callable[[], Any] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        failure: TransportFailure | None = None
        try:
            async for chunk in self._inner:
                yield chunk
        except TRANSPORT_ERRORS as error:
            failure = failure_of(error)
        if failure is not None:
            await self._inner.aclose()
            raise failure if self._effect.broken is None else self._effect.broken(failure)

    async def aclose(self) -> None:
        self._response.elapsed = elapsed_since(self._started)
        closed, self.closed = self.closed, None
        if closed is not None:
            closed()
        await self._inner.aclose()
