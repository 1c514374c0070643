"""Demonstrating proof of possession (RFC 9449): a signature of our own on every request, with the server's nonces."""

from __future__ import annotations

import json
import re
import threading
from binascii import b2a_base64
from collections import deque
from hashlib import sha256
from os import urandom
from typing import TYPE_CHECKING, Any, Literal

from ..forks import renew_in_child
from ..secrets import Secret
from .dpop_keys import DpopKey, base64url
from .tokens import DPOP, Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..effects import WireResponse
    from ..wire import WireRequest

__all__ = ["DPOP_MODES", "Dpop", "DpopMode", "NonceTable", "Prover", "asks_for_nonce", "destination", "error_code"]

DpopMode = Literal["auto", "always", "never"]
DPOP_MODES = ("auto", "always", "never")

_MAX_ORIGINS = 256
_MAX_DESTINATIONS = 512
_MAX_NONCE = 1024
"""Characters of a nonce we send back; a longer one would crowd out the header it travels in."""
_MAX_RECENT = 128
"""Proofs that are remembered, to keep them out of errors: as many as calls may sensibly be under way."""
_NONCE_WANTED = re.compile(r"\buse_dpop_nonce\b")
_PLAIN_URL = re.compile(
    r"(https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[1-9][0-9]{1,4})?)"
    r"((?:/(?:[A-Za-z0-9_~-]|%[0-9A-Fa-f]{2})(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*)*/?)"
)
"""Origin and path of a URL that goes out as it is written; segments that start with a dot might not."""
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class Prover:
    """Makes proofs with one key. The protected header, which never changes, is encoded once."""

    __slots__ = ("_hashed", "_header", "_key", "_random", "_wall_clock")

    def __init__(
        self, key: DpopKey, *, wall_clock: Callable[[], float], random: Callable[[int], bytes] = urandom
    ) -> None:
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.jwk}
        self._header = f"{base64url(json.dumps(header, separators=(',', ':')).encode('ascii'))}.".encode("ascii")
        self._key = key
        self._random = random
        self._wall_clock = wall_clock
        self._hashed: tuple[str, str] = ("", "")

    @property
    def key(self) -> DpopKey:
        """The key it signs with."""
        return self._key

    def proof(self, method: str, url: str, *, token: str | None = None, nonce: str | None = None) -> bytes:
        """A proof for one request, as the DPoP header has it. Never use one twice.

        url: as `destination` gives it. token: the access token that goes with the request.
        """
        jti = b2a_base64(self._random(16), newline=False)[:22].translate(_URL_SAFE).decode("ascii")
        claims = f'{{"jti":"{jti}","htm":"{method}","htu":{_quoted(url)},"iat":{int(self._wall_clock())}'
        if token is not None:
            claims = f'{claims},"ath":"{self._hash(token)}"'
        if nonce is not None:
            claims = f'{claims},"nonce":{_quoted(nonce)}'
        payload = b2a_base64(f"{claims}}}".encode("ascii"), newline=False).rstrip(b"=")
        signed = self._header + payload.translate(_URL_SAFE)
        signature = b2a_base64(self._key.sign(signed), newline=False)[:86].translate(_URL_SAFE)
        return b"%b.%b" % (signed, signature)

    def _hash(self, token: str) -> str:
        """RFC 9449, section 4.2. Remembered for the last token: one is used for many requests."""
        known, digest = self._hashed
        if known != token:
            digest = base64url(sha256(token.encode("ascii")).digest())
            self._hashed = (token, digest)  # in one go: no thread sees one token with another's hash
        return digest


def _quoted(text: str) -> str:
    """As a JSON string; nearly every text needs no escapes, and a call of `json.dumps` costs more than to see that."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return json.dumps(text)


class NonceTable:
    """The newest nonce of each origin (RFC 9449, section 8.2). Bounded; safe from many threads."""

    def __init__(self) -> None:
        self._nonces: dict[str, str] = {}
        self._after_fork()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._lock = threading.Lock()

    def get(self, origin: str) -> str | None:
        """The nonce that the next proof for `origin` must carry, if it ever gave one."""
        return self._nonces.get(origin)

    def put(self, origin: str, nonce: str | None) -> bool:
        """Remember a DPoP-Nonce header's value; False if there is none worth remembering."""
        nonce = (nonce or "").rpartition(", ")[2].strip()  # the header given twice comes joined; the last one counts
        if not nonce or len(nonce) > _MAX_NONCE:
            return False
        if self._nonces.get(origin) != nonce:
            with self._lock:
                self._nonces.pop(origin, None)
                if len(self._nonces) >= _MAX_ORIGINS:
                    del self._nonces[next(iter(self._nonces))]
                self._nonces[origin] = nonce
        return True


class Dpop:
    """What the requests of one client share about proofs: the mode, the key once there is one, and the nonces.

    mode: "always" makes the key at once, "auto" when the token endpoint asks for proofs, "never" never. key: one to use
    instead of a new one; with "auto" it waits until it is asked for. random: the source of the proofs' ids.
    """

    def __init__(
        self,
        mode: DpopMode = "auto",
        *,
        wall_clock: Callable[[], float],
        key: DpopKey | None = None,
        random: Callable[[int], bytes] = urandom,
    ) -> None:
        if mode not in DPOP_MODES:
            raise ValueError(f"the DPoP mode must be one of {', '.join(map(repr, DPOP_MODES))}, got {mode!r}")
        self.mode: DpopMode = mode
        self.nonces = NonceTable()
        self._wall_clock = wall_clock
        self._random = random
        self._given = key
        self._prover: Prover | None = None
        self._recent: deque[bytes] = deque(maxlen=_MAX_RECENT)
        self._after_fork()
        renew_in_child(self)
        if mode == "always":
            self.upgrade()

    def _after_fork(self) -> None:
        self._lock = threading.Lock()

    @property
    def prover(self) -> Prover | None:
        """What signs, None as long as nothing is signed."""
        return self._prover

    @property
    def thumbprint(self) -> str | None:
        """The thumbprint of the key in use."""
        return None if self._prover is None else self._prover.key.thumbprint

    def upgrade(self) -> bool:
        """Begin to sign. False if that is not allowed."""
        if self.mode == "never":
            return False
        with self._lock:
            if self._prover is None:
                key = self._given or DpopKey.generate()
                self._prover = Prover(key, wall_clock=self._wall_clock, random=self._random)
        return True

    def fits(self, token: Token) -> bool:
        """Whether `token` can be used with the key we have."""
        if token.token_type != DPOP:
            return True
        return self._prover is not None and token.cnf_jkt in (None, self._prover.key.thumbprint)

    def signed(self, request: WireRequest, token: Token | None) -> WireRequest:
        """`request` with a fresh proof, for the token endpoint (no token) or with a DPoP token."""
        assert self._prover is not None
        url, origin = destination(request.url)
        access_token = None if token is None else token.access_token.reveal()
        proof = self._prover.proof(request.method, url, token=access_token, nonce=self.nonces.get(origin))
        self._recent.append(proof)
        if token is None:
            return request.with_headers((b"DPoP", proof))
        return request.with_headers((b"Authorization", token.authorization()), (b"DPoP", proof))

    def secrets(self) -> tuple[Secret, ...]:
        """The proofs of calls that may be under way: whoever reads one before the server used it could use it first."""
        return tuple(Secret(proof.decode("ascii")) for proof in self._recent.copy())

    def remember(self, request: WireRequest, response: WireResponse) -> bool:
        """Take note of the nonce in any answer; whether it had one."""
        nonce = response.headers.get("dpop-nonce")
        if nonce is None:
            return False
        return self.nonces.put(destination(request.url)[1], nonce)


def asks_for_nonce(response: WireResponse, read_code: Callable[[Any], str | None] | None) -> bool:
    """Whether the answer says that the proof lacked the server's nonce (RFC 9449, sections 8 and 9).

    read_code: finds the error code in the parsed body; None where the body may be somebody else's.
    """
    if response.status_code not in (400, 401):
        return False
    if _NONCE_WANTED.search(response.headers.get("www-authenticate") or ""):
        return True
    if read_code is None:
        return False
    return error_code(response, read_code) == "use_dpop_nonce"


def error_code(response: WireResponse, read_code: Callable[[Any], str | None]) -> str | None:
    """The code in the body of an error answer, None if it has none."""
    try:
        return read_code(json.loads(response.content))
    except (ValueError, RecursionError):
        return None


_destinations: dict[str, tuple[str, str]] = {}


def destination(url: str) -> tuple[str, str]:
    """What a proof signs of `url` (its `htu`: no query, no fragment, written as it is sent), and the URL's origin.

    ValueError for a URL that is not absolute.
    """
    global _destinations
    bare = url.partition("#")[0].partition("?")[0]
    found = _destinations.get(bare)
    if found is None:
        if len(_destinations) >= _MAX_DESTINATIONS:
            _destinations = {}  # replaced, not cleared: another thread may be reading the old one
        found = _destinations[bare] = _split(bare)
    return found


def _split(bare: str) -> tuple[str, str]:
    plain = _PLAIN_URL.fullmatch(bare)
    if plain is not None:
        origin, path = plain.groups()
        scheme = origin.partition("://")[0]
        default = ":80" if scheme == "http" else ":443"
        if origin.endswith(default):
            origin = origin[: -len(default)]
        return f"{origin}{path or '/'}", origin
    from ..transport.urls import sent_url  # only here: it loads the HTTP library

    url = sent_url(bare)
    scheme, _, rest = url.partition("://")
    host, _, _ = rest.partition("/")
    return url, f"{scheme}://{host}"
