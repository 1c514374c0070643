"""Checks proofs of possession as RFC 9449 has a server check them, and hands out the nonces they may have to carry.

Written against the RFC and apart from the code that makes proofs, so that neither can share the other's mistakes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

if TYPE_CHECKING:
    from trellis.emulator.clock import Clock
    from trellis.emulator.exchange import Incoming

NONCE_HEADER = "DPoP-Nonce"
_COORDINATE = 32
_MANY_PROOFS = 1024
_DEFAULT_PORTS = {"http": 80, "https": 443}


class InvalidProof(Exception):
    """The proof is not one, or is not one for this request."""


class NonceWanted(Exception):
    """The proof is sound but for its nonce, which is missing, unknown or too old."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that holds. jkt: thumbprint (RFC 7638) of the key that made it."""

    jkt: str
    jti: str
    nonce: str | None


class NonceOffice:
    """Hands out nonces and knows them again while they are good."""

    def __init__(self, clock: Clock, lifetime: float) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._good_until: dict[str, float] = {}
        self._current: tuple[str, float] | None = None

    def current(self) -> str:
        """The nonce to hand out now: the last one, until half its life is over, then a new one."""
        now = self._clock.now()
        if self._current is None or self._current[1] <= now:
            self._good_until = {nonce: until for nonce, until in self._good_until.items() if until > now}
            self._current = (secrets.token_urlsafe(16), now + self._lifetime / 2)
            self._good_until[self._current[0]] = now + self._lifetime
        return self._current[0]

    def knows(self, nonce: str | None) -> bool:
        """Whether it handed `nonce` out and it is still good."""
        return nonce is not None and self._good_until.get(nonce, 0.0) > self._clock.now()

    def retire(self) -> None:
        """Make every nonce handed out so far useless, as a server does when it changes its secret."""
        self._good_until.clear()
        self._current = None


class ProofVerifier:
    """Checks the proof of one request after the other, and remembers the ids it has seen.

    window: how many seconds `iat` may lie from now, in either direction. A proof is remembered for as long as its
    `iat` is acceptable, so it cannot be replayed.
    """

    def __init__(self, clock: Clock, nonces: NonceOffice, window: float) -> None:
        self._clock = clock
        self._nonces = nonces
        self._window = window
        self._seen: dict[tuple[str, str], float] = {}
        self._forget_at = _MANY_PROOFS

    def verify(self, incoming: Incoming, *, access_token: str | None = None, require_nonce: bool = False) -> Proof:
        """The proof of a request; InvalidProof or NonceWanted if it does not hold (RFC 9449, section 4.3)."""
        given = incoming.headers.get_all("dpop")
        if len(given) != 1:
            raise InvalidProof("a DPoP proof is missing" if not given else "there is more than one DPoP proof")
        header, claims, signed, signature = _parse(given[0])
        jwk = _public_key_of(header)
        _check_signature(jwk, signed, signature)
        self._check_claims(incoming, claims)
        _check_token_hash(claims, access_token)
        jkt = thumbprint(jwk)
        nonce = claims.get("nonce")
        if require_nonce and not (isinstance(nonce, str) and self._nonces.knows(nonce)):
            raise NonceWanted("the proof has to carry the nonce of this server")
        self._remember(jkt, claims["jti"], float(claims["iat"]))
        return Proof(jkt, claims["jti"], nonce if isinstance(nonce, str) else None)

    def _check_claims(self, incoming: Incoming, claims: dict[str, Any]) -> None:
        jti, iat = claims.get("jti"), claims.get("iat")
        if not isinstance(jti, str) or not jti:
            raise InvalidProof("the proof has no jti")
        if isinstance(iat, bool) or not isinstance(iat, (int, float)):
            raise InvalidProof("the proof has no iat")
        if abs(self._clock.now() - iat) > self._window:
            raise InvalidProof("the proof was not made just now")
        if claims.get("htm") != incoming.method:
            raise InvalidProof("the proof is for another method")
        if not is_for(claims.get("htu"), incoming):
            raise InvalidProof("the proof is for another URL")

    def _remember(self, jkt: str, jti: str, iat: float) -> None:
        if len(self._seen) >= self._forget_at:
            now = self._clock.now()
            self._seen = {proof: until for proof, until in self._seen.items() if until >= now}
            self._forget_at = max(_MANY_PROOFS, 2 * len(self._seen))
        if (jkt, jti) in self._seen:
            raise InvalidProof("the proof was used before")
        self._seen[jkt, jti] = iat + self._window


def is_for(htu: object, incoming: Incoming) -> bool:
    """Whether a proof's `htu` names the URL of a request, without its query.

    The path is compared as it was sent. The scheme is not: TLS may end before this server, which then sees http.
    """
    if not isinstance(htu, str):
        return False
    try:
        named = urlsplit(htu)
        sent = urlsplit(f"{named.scheme}://{incoming.headers.get('host', '')}")
        same_place = named.hostname == sent.hostname and _port(named) == _port(sent)
    except ValueError:
        return False
    if named.scheme not in _DEFAULT_PORTS or "?" in htu or "#" in htu:
        return False
    return same_place and (named.path or "/") == incoming.raw_path


def thumbprint(jwk: dict[str, str]) -> str:
    """RFC 7638, over the members of an elliptic-curve key."""
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return _base64url(hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest())


def _port(parts: Any) -> int | None:
    port: int | None = parts.port
    return port or _DEFAULT_PORTS.get(parts.scheme)


def _parse(text: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    parts = text.split(".")
    if len(parts) != 3:
        raise InvalidProof("the proof is no JWS in compact form")
    try:
        header, claims = json.loads(_decode(parts[0])), json.loads(_decode(parts[1]))
        signature = _decode(parts[2])
    except (ValueError, binascii.Error):
        raise InvalidProof("the proof is not readable") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise InvalidProof("the proof is not readable")
    return header, claims, f"{parts[0]}.{parts[1]}".encode("ascii"), signature


def _public_key_of(header: dict[str, Any]) -> dict[str, str]:
    if header.get("typ") != "dpop+jwt":
        raise InvalidProof("the proof's typ is not dpop+jwt")
    if header.get("alg") != "ES256":
        raise InvalidProof("the proof is not signed with ES256")
    jwk = header.get("jwk")
    if not isinstance(jwk, dict) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise InvalidProof("the proof carries no P-256 key")
    if "d" in jwk:
        raise InvalidProof("the proof carries a private key")
    if not all(isinstance(jwk.get(name), str) for name in ("x", "y")):
        raise InvalidProof("the proof carries no P-256 key")
    return jwk


def _check_signature(jwk: dict[str, str], signed: bytes, signature: bytes) -> None:
    try:
        x, y = (int.from_bytes(_coordinate(jwk[name]), "big") for name in ("x", "y"))
        key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        if len(signature) != 2 * _COORDINATE:
            raise ValueError
        r, s = (int.from_bytes(half, "big") for half in (signature[:_COORDINATE], signature[_COORDINATE:]))
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        raise InvalidProof("the proof's signature does not hold") from None


def _coordinate(text: str) -> bytes:
    value = _decode(text)
    if len(value) != _COORDINATE:
        raise ValueError("a coordinate of the wrong length")
    return value


def _check_token_hash(claims: dict[str, Any], access_token: str | None) -> None:
    if access_token is None:
        return
    ath, expected = claims.get("ath"), _base64url(hashlib.sha256(access_token.encode()).digest())
    if not isinstance(ath, str) or not hmac.compare_digest(ath.encode(), expected.encode()):
        raise InvalidProof("the proof is for another access token")


def _decode(text: str) -> bytes:
    if "=" in text or not text.isascii():
        raise ValueError("not base64url without padding")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
