"""TLS as a transformation of bytes, so that threads and event loops share it, and layers of it can be stacked.

The blocking shell needs it for another reason too: one thread may read while another writes, and one `SSLSocket` for
both is not safe in every version of Python; here each step is short and under a lock.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from ..certificates import advice_on

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["Layers", "TlsProblem"]

_CHUNK = 65536


class TlsProblem(Exception):
    """TLS with the peer failed; the text says why."""


class Layers:
    """The TLS layers between us and the wire, the outermost first: none, one, or two through an https proxy."""

    __slots__ = ("_layers",)

    def __init__(self) -> None:
        self._layers: list[_TlsLayer] = []

    def secure(self, context: ssl.SSLContext, host: str) -> Generator[bytes, bytes, None]:
        """Put one more layer inside the others. Yields what to send, and is told what came back (b"" at the
        connection's end). `context` says which certificates are good, and they must be for `host`; TlsProblem."""
        layer = _TlsLayer(context, host)
        said = b""
        while not layer.shake_hands(said):
            received = yield self.encrypted(layer.pending())
            if not received:
                raise TlsProblem("the connection was closed in the midst of the TLS handshake")
            said = self.decrypted(received)
        if layer.protocol not in (None, "http/1.1"):
            raise TlsProblem(f"TLS settled on {layer.protocol}, which carries no WebSocket; offer http/1.1 only")
        self._layers.append(layer)

    def decrypted(self, received: bytes) -> bytes:
        """What bytes from the wire say. TlsProblem."""
        for layer in self._layers:
            received = layer.decrypted(received)
        return received

    def encrypted(self, plain: bytes = b"") -> bytes:
        """What has to go on the wire to say `plain`, and whatever TLS itself has to say. TlsProblem."""
        for layer in reversed(self._layers):
            plain = layer.encrypted(plain)
        return plain

    def farewell(self) -> bytes:
        """What TLS says last. Never raises: whoever closes has nothing to gain from it."""
        plain = b""
        for layer in reversed(self._layers):
            plain = layer.farewell(plain)
        return plain

    @property
    def ended(self) -> bool:
        """Whether the peer has ended a layer, after which nothing comes."""
        return any(layer.ended for layer in self._layers)


class _TlsLayer:
    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self.ended = False

    @property
    def protocol(self) -> str | None:
        """What ALPN settled on."""
        return self._object.selected_alpn_protocol()

    def shake_hands(self, received: bytes) -> bool:
        """Go on with the handshake; whether it is done."""
        self._incoming.write(received)
        try:
            self._object.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLCertVerificationError as error:
            problem = f"the server's certificate is not trusted: {error.verify_message}{advice_on(str(error))}"
        except ssl.SSLError as error:
            problem = str(error)
        except ValueError as error:  # a host name that no certificate can be for
            problem = str(error)
        else:
            return True
        raise TlsProblem(f"the TLS handshake failed: {problem}")

    def pending(self) -> bytes:
        return self._outgoing.read()

    def decrypted(self, received: bytes) -> bytes:
        self._incoming.write(received)
        said = []
        problem = ""
        try:
            while chunk := self._object.read(_CHUNK):
                said.append(chunk)
            self.ended = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            self.ended = True
        except ssl.SSLError as error:
            problem = str(error)
        if problem:
            raise TlsProblem(f"TLS broke down: {problem}")
        return b"".join(said)

    def encrypted(self, plain: bytes) -> bytes:
        problem = ""
        view = memoryview(plain)
        try:
            while view:
                view = view[self._object.write(view) :]
        except ssl.SSLError as error:
            problem = str(error)
        if problem:
            raise TlsProblem(f"TLS broke down: {problem}")
        return self._outgoing.read()

    def farewell(self, plain: bytes) -> bytes:
        try:
            if plain:
                self._object.write(plain)
            self._object.unwrap()
        except (ssl.SSLError, ValueError):  # wants to read the peer's farewell, which nobody waits for
            pass
        return self._outgoing.read()
