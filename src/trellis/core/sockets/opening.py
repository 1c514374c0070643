"""How a WebSocket is opened, as a generator of bytes: a proxy's tunnel, TLS, and the handshake of RFC 6455."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..failures import TransportFailure
from .conversation import MAX_MESSAGE, Conversation
from .http_head import HttpProblem, read_body, read_head
from .library import load_library
from .tls_layers import Layers, TlsProblem

if TYPE_CHECKING:
    import ssl
    from collections.abc import Generator
    from typing import TypeVar

    from ..failures import Phase
    from ..wire import HeaderSet

    T = TypeVar("T")

__all__ = ["Endpoint", "Opened", "Opening", "Tunnel"]

_HANDSHAKE_HEADERS = frozenset({b"host", b"accept-encoding", b"sec-websocket-key", b"sec-websocket-version"})
"""Not taken over from the request: the handshake's own, and the wish for a compressed refusal, which nobody unpacks."""

_MAX_INTERIM = 8
"""Answers that only say that another one is coming (RFC 9110, section 15.2), as 103 does, in a row."""


class Tunnel(NamedTuple):
    """A proxy to go through. tls: for an https proxy. authorization: the value of Proxy-Authorization, a credential."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    authorization: bytes | None = None

    def __repr__(self) -> str:
        return f"<Tunnel {self.host}:{self.port}>"


class Endpoint(NamedTuple):
    """Where a WebSocket is. host: as it is dialled. authority: as Host says it. tls: None for plain http."""

    host: str
    port: int
    authority: bytes
    target: bytes
    tls: ssl.SSLContext | None = None
    tunnel: Tunnel | None = None

    @property
    def dialled(self) -> tuple[str, int]:
        """The host and port to connect to."""
        return (self.host, self.port) if self.tunnel is None else (self.tunnel.host, self.tunnel.port)


class Opened(NamedTuple):
    """The server's answer, and the conversation if it agreed to one."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    conversation: Conversation | None


class Opening:
    """One attempt to open a WebSocket. `requested`: whether the request has left, so that the server may act on it."""

    def __init__(self, endpoint: Endpoint, headers: HeaderSet) -> None:
        self._endpoint = endpoint
        self._headers = headers
        self._layers = Layers()
        self._library = load_library()
        self.requested = False

    @property
    def phase(self) -> Phase:
        """Where an attempt stands that breaks off now."""
        return "receive" if self.requested else "connect"

    def steps(self) -> Generator[bytes, bytes, Opened]:
        """Yields what to write before more is read, and is told what came; b"" is the end of the connection. Returns
        the server's answer whatever its status; TransportFailure if there is none."""
        doing = "the proxy"
        try:
            tunnel = self._endpoint.tunnel
            if tunnel is not None:
                if tunnel.tls is not None:
                    yield from self._layers.secure(tunnel.tls, tunnel.host)
                yield from self._dig(tunnel)
            doing = "the handshake"
            if self._endpoint.tls is not None:
                yield from self._layers.secure(self._endpoint.tls, self._endpoint.host)
            return (yield from self._upgrade())
        except TlsProblem as problem:
            reason = str(problem)
        except HttpProblem as problem:
            reason = f"no answer to {doing}: {problem}" if doing == "the proxy" else f"no answer: {problem}"
        raise TransportFailure(reason, phase=self.phase, sent=self.requested)

    def _dig(self, tunnel: Tunnel) -> Generator[bytes, bytes, None]:
        """RFC 9110, section 9.3.6."""
        head = yield from self._asking(_connect_request(self._endpoint, tunnel), read_head())
        if not 200 <= head.status < 300:
            reason = f"the proxy refused to connect to the server: HTTP {head.status}"
            raise TransportFailure(reason, phase="connect", sent=False)
        if head.rest:
            raise HttpProblem("bytes came through its tunnel before anything was sent")

    def _upgrade(self) -> Generator[bytes, bytes, Opened]:
        protocol = self._library.new_protocol(MAX_MESSAGE)
        asked = self._asking(_upgrade_request(self._endpoint, self._headers, protocol.key), read_head(), requests=True)
        head = yield from asked
        for _ in range(_MAX_INTERIM):
            if head.status == 101 or head.status >= 200:
                break
            head = yield from self._asking(b"", read_head(head.rest))
        if head.status != 101:
            body = yield from self._asking(b"", read_body(head))
            return Opened(head.status, head.headers, body, None)
        protocol.receive_data(head.raw + head.rest)
        response, *frames = protocol.events_received() or [None]
        if protocol.handshake_exc is not None or response is None:
            raise HttpProblem(f"it is no WebSocket handshake ({type(protocol.handshake_exc).__name__})")
        return Opened(101, head.headers, b"", Conversation(protocol, self._layers, frames))

    def _asking(
        self, request: bytes, reader: Generator[None, bytes, T], *, requests: bool = False
    ) -> Generator[bytes, bytes, T]:
        """Write `request`, and feed `reader` with what comes until it is satisfied."""
        try:
            next(reader)
            out = self._layers.encrypted(request)
            # From here on the server may act on it: parts of it can have left whatever becomes of the rest.
            self.requested = self.requested or requests
            request = b""  # it holds credentials, and a traceback may show what is called how
            while True:
                received = yield out
                out = b""
                plain = self._layers.decrypted(received) if received else b""
                if plain or not received or self._layers.ended:
                    reader.send(plain)
                out = self._layers.encrypted()
        except StopIteration as done:
            answer: T = done.value
            return answer


def _connect_request(endpoint: Endpoint, tunnel: Tunnel) -> bytes:
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    authority = f"{host}:{endpoint.port}".encode("ascii")
    lines = [b"CONNECT %s HTTP/1.1" % authority, b"Host: %s" % authority]
    if tunnel.authorization is not None:
        lines.append(b"Proxy-Authorization: %s" % tunnel.authorization)
    return b"\r\n".join([*lines, b"", b""])


def _upgrade_request(endpoint: Endpoint, headers: HeaderSet, key: str) -> bytes:
    pairs = [
        (b"Host", endpoint.authority),
        *(pair for pair in headers.pairs if pair[0].lower() not in _HANDSHAKE_HEADERS),
        (b"Sec-WebSocket-Key", key.encode("ascii")),
        (b"Sec-WebSocket-Version", b"13"),
    ]
    return b"\r\n".join([b"GET %s HTTP/1.1" % endpoint.target, *(b"%s: %s" % pair for pair in pairs), b"", b""])
