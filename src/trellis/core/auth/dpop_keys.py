"""The key a client proves to have: P-256, made here or imported, signing as JWS wants it (RFC 7518, section 3.4)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, NoReturn

from ..secrets import refuse_pickle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

__all__ = ["DpopKey", "base64url", "raw_signature", "thumbprint_of"]


def base64url(data: bytes) -> str:
    """Base64 for URLs, without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


class DpopKey:
    """A private P-256 key. Survives a fork; refuses pickling.

    jwk: the public half (RFC 7517). thumbprint: its SHA-256 (RFC 7638), by which tokens name the key they belong to.
    """

    __slots__ = ("_algorithm", "_sign", "jwk", "thumbprint")

    _sign: Callable[[bytes, Any], bytes]
    _algorithm: Any
    jwk: dict[str, str]
    thumbprint: str

    def __init__(self, private_key: Any) -> None:
        """Wrap an `EllipticCurvePrivateKey` of the library `cryptography`. ValueError for another curve or kind."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec

        if not isinstance(private_key, ec.EllipticCurvePrivateKey) or not isinstance(private_key.curve, ec.SECP256R1):
            raise ValueError("a DPoP key must be a private key on the curve P-256, for ES256 is what we sign with")
        numbers = private_key.public_key().public_numbers()
        x = base64url(numbers.x.to_bytes(32, "big"))
        y = base64url(numbers.y.to_bytes(32, "big"))
        self._algorithm = ec.ECDSA(hashes.SHA256())
        self._sign = private_key.sign
        self.jwk = {"kty": "EC", "crv": "P-256", "x": x, "y": y}
        self.thumbprint = thumbprint_of(self.jwk)

    @classmethod
    def generate(cls) -> DpopKey:
        """A new key."""
        from cryptography.hazmat.primitives.asymmetric import ec

        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes | None = None) -> DpopKey:
        """A key kept in PEM (PKCS #8 or SEC 1), so that tokens bound to it outlive this process.

        ValueError for what is no such key, or a password that does not open it.
        """
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = load_pem_private_key(pem, password)
        except Exception as error:  # TypeError and the library's own, too; never what was in the PEM
            problem = type(error).__name__
        else:
            return cls(key)
        raise ValueError(f"the DPoP key cannot be read: no PEM private key, or the wrong password ({problem})")

    def sign(self, data: bytes) -> bytes:
        """The ES256 signature: r and s, 32 bytes each."""
        return raw_signature(self._sign(data, self._algorithm))

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "a private key")

    def __repr__(self) -> str:
        return f"<DpopKey {self.thumbprint}>"


def thumbprint_of(jwk: Mapping[str, str]) -> str:
    """The SHA-256 thumbprint of a public key on P-256 (RFC 7638, section 3): members that matter, in order."""
    canonical = f'{{"crv":"{jwk["crv"]}","kty":"{jwk["kty"]}","x":"{jwk["x"]}","y":"{jwk["y"]}"}}'
    return base64url(sha256(canonical.encode("ascii")).digest())


def raw_signature(der: bytes) -> bytes:
    """r and s as JWS has them, from the ASN.1 sequence that the library makes.

    Both are below 2^256, so every length is one byte; decoding them to integers and back would cost a tenth of signing.
    """
    end = 4 + der[3]
    r, s = der[4:end], der[end + 2 :]
    if len(r) != 32:
        r = r[-32:].rjust(32, b"\0")
    if len(s) != 32:
        s = s[-32:].rjust(32, b"\0")
    return r + s
