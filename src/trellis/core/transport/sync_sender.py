"""Sending for synchronous clients: our own pool, or the caller's httpx.Client."""

from __future__ import annotations

import threading
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from ..deadline import capped
from ..failures import ClosedFailure, DeadlineFailure, TransportFailure
from ..forks import leave_to_parent, renew_in_child
from .dialling import Dialling
from .inherited import InheritedConnections
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
    unusable_url,
)
from .tls import TlsConfig, context_for
from .unpacking import BoundedResponse, UnpackedResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..effects import Send, Timeouts
    from .limits import PoolLimits

__all__ = ["BorrowedSyncSender", "SyncPool", "SyncSender"]


class SyncSender(Protocol):
    """Sends one request: a whole response, or a TransportFailure or DeadlineFailure."""

    def send(self, effect: Send) -> httpx.Response | Answer: ...
    def close(self) -> None: ...
    def dialling(self) -> Dialling: ...


class SyncPool:
    """Connections of our own: one plain `httpx.HTTPTransport` per scheme, shared by all threads, made at first use."""

    def __init__(self, limits: PoolLimits, tls: TlsConfig, *, proxy: str | None = None) -> None:
        """proxy: the URL of one for everything, instead of those that the environment names."""
        self._limits = limits
        self._tls = tls
        self._proxy = proxy
        self._urls = UrlCache()
        self._transports: dict[str, httpx.BaseTransport] = {}
        self._let_go: list[httpx.BaseTransport] = []
        self._lock = threading.Lock()
        self._closed = False
        self._in_flight = 0
        renew_in_child(self)

    def _after_fork(self) -> None:
        leave_to_parent((self._transports, self._let_go))
        self._transports = {}
        self._let_go = []
        self._lock = threading.Lock()
        self._in_flight = 0

    def send(self, effect: Send) -> httpx.Response | Answer:
        deadline = effect.deadline
        timeouts = effect.timeouts if deadline is None else within(effect.timeouts, deadline)
        request = build_request(effect, self._urls, timeouts)
        scheme = scheme_of(effect.request.url)
        with self._lock:
            if self._closed:
                raise ClosedFailure
            transport = self._transports.get(scheme) or self._open(scheme)
            self._in_flight += 1
        try:
            return complete(effect, request, transport.handle_request)
        except Exception:
            raise
        except BaseException:
            self._begin_anew(scheme, transport)
            raise
        finally:
            with self._lock:
                self._in_flight -= 1
                over = self._is_over()
            if over:
                self._close_transports()

    def _begin_anew(self, scheme: str, transport: httpx.BaseTransport) -> None:
        """Open other connections after a call that was interrupted, by Control-C perhaps: at the wrong moment, httpcore
        (1.0.9) counts its connection as taken for ever. Those before are closed with the client, since other calls and
        streams may be using them."""
        with self._lock:
            if self._transports.get(scheme) is transport:
                del self._transports[scheme]
                self._let_go.append(transport)

    def _open(self, scheme: str) -> httpx.BaseTransport:
        context = context_for(scheme, self._tls)
        limits = self._limits.whole()
        transport: httpx.BaseTransport
        proxy = self._proxy
        if proxy is not None or environment_has_proxies():
            client = with_proxies(
                lambda: httpx.Client(verify=context, limits=limits, trust_env=True, proxy=proxy), given=proxy
            )
            transport = _ProxiedTransport(client)
        else:
            transport = httpx.HTTPTransport(verify=context, limits=limits, trust_env=False)
        self._transports[scheme] = transport
        return transport

    def close(self) -> None:
        """Close all connections; if other threads have calls under way, when the last of these is over. Closing a
        socket that another thread reads from would not wake that thread, and could hand it somebody else's."""
        with self._lock:
            self._closed = True
            over = self._is_over()
        if over:
            self._close_transports()

    def dialling(self) -> Dialling:
        """How a connection beside these is made."""
        return Dialling(self._tls, self._proxy)

    def _is_over(self) -> bool:
        return self._closed and self._in_flight <= 0

    def _close_transports(self) -> None:
        transports, self._transports = [*self._transports.values(), *self._let_go], {}
        self._let_go = []
        for transport in transports:
            transport.close()


class _ProxiedTransport(httpx.BaseTransport):
    """The environment's proxy rules, as an httpx client of our own applies them."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._client.send(request, stream=True, auth=None, follow_redirects=False)

    def close(self) -> None:
        self._client.close()


class BorrowedSyncSender:
    """The caller's own client: its base URL, headers, cookies, params, hooks, timeout, proxies and mounts hold.

    `own_auth`: the client's own `auth` signs the request. It is never closed by us, unless it is `ours`: made for
    us by a factory of the caller's.
    """

    def __init__(self, client: httpx.Client, *, own_auth: bool, ours: bool = False) -> None:
        self._client = client
        self._own_auth = own_auth
        self._ours = ours
        self._inherited = InheritedConnections()

    def send(self, effect: Send) -> httpx.Response | Answer:
        if self._client.is_closed:
            raise ClosedFailure
        timeouts = effect.timeouts
        if effect.deadline is not None:
            own = self._client.timeout
            timeouts = within(timeouts or own.as_dict(), effect.deadline)
        request = borrowed_request(self._client, effect, timeouts)
        auth = httpx.USE_CLIENT_DEFAULT if self._own_auth else None
        handle = self._inherited.guarded(
            lambda request: self._client.send(request, stream=True, auth=auth, follow_redirects=False)
        )
        return complete(effect, request, handle, borrowed=True)

    def close(self) -> None:
        """Leave the caller's client open; close one that was made for us."""
        if self._ours:
            self._client.close()

    def dialling(self) -> Dialling:
        """How a connection beside the client's own is made: its certificates and proxies are not for others to see."""
        return Dialling(TlsConfig(), http_client=self._client)


def borrowed_request(
    client: httpx.Client | httpx.AsyncClient, effect: Send, timeouts: Timeouts | None
) -> httpx.Request:
    """A request built by the caller's client, so that everything it was set up with holds."""
    wire = effect.request
    timeout: Any = httpx.USE_CLIENT_DEFAULT if timeouts is None else httpx.Timeout(**timeouts)
    headers = list(wire.headers.pairs)  # as bytes: httpx takes text in ASCII only
    url, params = wire.url, None
    if client.params:  # httpx would put them in place of the URL's own query instead of beside it
        url, _, query = url.partition("?")
        params = httpx.QueryParams(query)
    try:
        return client.build_request(
            wire.method, url, params=params, headers=headers, content=wire.body, timeout=timeout
        )
    except httpx.InvalidURL as error:
        raise unusable_url(error) from None


def within(timeouts: Timeouts | None, deadline: float) -> Timeouts:
    """The phase limits of an attempt that must end by `deadline`. DeadlineFailure if that has passed."""
    remaining = deadline - monotonic()
    if remaining <= 0:
        raise DeadlineFailure
    return capped(timeouts or dict.fromkeys(("connect", "read", "write", "pool")), remaining)


def complete(
    effect: Send,
    request: httpx.Request,
    handle: Callable[[httpx.Request], httpx.Response],
    *,
    borrowed: bool = False,
) -> httpx.Response | Answer:
    """Send and, unless the effect streams, read the body; failures come out as ours. `borrowed`: a client of the
    caller's does the sending, whose auth may have sent another request and whose hooks may have read the body."""
    started = perf_counter()
    failure: TransportFailure | DeadlineFailure
    response: httpx.Response | None = None
    try:
        response = handle(request)
        plain = not effect.whole and effect.deadline is None and not is_encoded(response)
        if plain and not response.is_stream_consumed:
            # Most of what `read` costs is decoders and chunkers that have nothing to do here.
            stream = _sync(response.stream)
            content = b"".join(stream)
            stream.close()
            return Answer(response.status_code, response.headers, content)
        if not borrowed:
            response.request = request
        if effect.stream and response.status_code < 400:
            response.stream = _CallersStream(response, effect, started)
            if type(response) is httpx.Response and is_encoded(response):
                response.__class__ = _EncodedResponse
            return response
        if effect.deadline is not None:
            response.stream = _TimedStream(_sync(response.stream), effect.deadline)
        if type(response) is httpx.Response and is_encoded(response):
            response.__class__ = BoundedResponse
            response.read()
            response.__class__ = httpx.Response
        else:
            response.read()
        response.elapsed = elapsed_since(started)
        return response
    except TRANSPORT_ERRORS as error:
        failure = failure_of(error)
    except DeadlineFailure as raised:
        failure = raised
    except BaseException:
        if response is not None:
            response.close()
        raise
    if response is not None:
        response.close()
    if effect.deadline is not None and monotonic() >= effect.deadline and not isinstance(failure, DeadlineFailure):
        failure = DeadlineFailure()
    raise failure


def _sync(stream: object) -> httpx.SyncByteStream:
    assert isinstance(stream, httpx.SyncByteStream)
    return stream


class _TimedStream(httpx.SyncByteStream):
    """A body whose chunks are only handed on while the call's deadline has not passed."""

    def __init__(self, inner: httpx.SyncByteStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            yield chunk
            if monotonic() >= self._deadline:
                raise DeadlineFailure

    def close(self) -> None:
        self._inner.close()


class _EncodedResponse(UnpackedResponse, ManagedResponse):
    """A compressed answer whose body the caller reads: it is unpacked above the stream of ours."""

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """As httpx has it, but what cannot be unpacked ends in the service's own error."""
        failure: TransportFailure | None = None
        try:
            yield from super().iter_bytes(chunk_size)
        except httpx.DecodingError as error:
            failure = failure_of(error)
        if failure is not None:
            self.close()
            assert isinstance(self.stream, _CallersStream)
            raise self.stream.error_for(failure)


class _CallersStream(httpx.SyncByteStream):
    """A body that the caller reads: whatever breaks under it comes out as the service's own error."""

    def __init__(self, response: httpx.Response, effect: Send, started: float) -> None:
        self._response = response
        self._inner = _sync(response.stream)
        self._effect = effect
        self._started = started

    def __iter__(self) -> Iterator[bytes]:
        failure: TransportFailure | None = None
        try:
            yield from self._inner
        except TRANSPORT_ERRORS as error:
            failure = failure_of(error)
        if failure is not None:
            self._inner.close()
            raise self.error_for(failure)

    def error_for(self, failure: TransportFailure) -> Exception:
        """What the caller gets for it."""
        return failure if self._effect.broken is None else self._effect.broken(failure)

    def close(self) -> None:
        self._response.elapsed = elapsed_since(self._started)
        self._inner.close()
