"""Keys that encrypt and sign for the tenant: real material, by type and version."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PREFIX = "kcenc"
_HASHES: dict[str, type[hashes.SHA256] | type[hashes.SHA384] | type[hashes.SHA512]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_CURVES: dict[str, type[ec.SECP256R1] | type[ec.SECP384R1]] = {"p256": ec.SECP256R1, "p384": ec.SECP384R1}


class WrongKey(Exception):
    """The key is of a type that cannot do this, or the input was not made by it."""


class Material:
    """One version of a key. kind: its type, such as "aes256-gcm" or "ecdsa-p256"; WrongKey for an unknown one."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.family, _, size = kind.partition("-")
        self.private: Any
        if self.family in ("aes256", "hmac"):
            self.private = secrets.token_bytes(32)
        elif self.family == "rsa" and size in ("2048", "3072", "4096"):
            self.private = rsa.generate_private_key(65537, int(size))
        elif self.family in ("ecdsa", "ecdh") and size in _CURVES:
            self.private = ec.generate_private_key(_CURVES[size]())
        elif self.family == "ed25519":
            self.private = ed25519.Ed25519PrivateKey.generate()
        else:
            raise WrongKey(f"there is no key type {kind!r}")

    @property
    def jwt_algorithm(self) -> str:
        """The `alg` of tokens it signs."""
        if self.family == "hmac":
            return "HS512" if self.kind.endswith("512") else "HS256"
        if self.family == "ecdsa":
            return "ES384" if self.kind.endswith("384") else "ES256"
        return {"rsa": "RS256", "ed25519": "EdDSA"}.get(self.family, "none")

    def encrypt(self, plaintext: bytes) -> bytes:
        """Nonce and ciphertext."""
        self._must_be("aes256")
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self.private).encrypt(nonce, plaintext, None)

    def decrypt(self, ciphertext: bytes) -> bytes:
        """What `encrypt` was given; WrongKey for what it did not make."""
        self._must_be("aes256")
        try:
            return AESGCM(self.private).decrypt(ciphertext[:12], ciphertext[12:], None)
        except (InvalidTag, ValueError):
            raise WrongKey("this was not encrypted with this key") from None

    def sign(self, data: bytes, *, hash_name: str | None = None, pss: bool = False, raw: bool = False) -> bytes:
        """A signature. raw: of an elliptic curve as r and s, as JWS wants it, instead of DER."""
        if self.family == "hmac":
            return hmac.digest(self.private, data, "sha512" if self.kind.endswith("512") else "sha256")
        if self.family == "ed25519":
            return bytes(self.private.sign(data))
        algorithm = self._hash(hash_name)
        if self.family == "rsa":
            return bytes(self.private.sign(data, _padding(algorithm, pss), algorithm))
        self._must_be("ecdsa")
        der = self.private.sign(data, ec.ECDSA(algorithm))
        if not raw:
            return bytes(der)
        size = (self.private.key_size + 7) // 8
        return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(der))

    def verify(
        self, data: bytes, signature: bytes, *, hash_name: str | None = None, pss: bool = False, raw: bool = False
    ) -> bool:
        """Whether `sign` with the same arguments made the signature."""
        if self.family == "hmac":
            return hmac.compare_digest(self.sign(data), signature)
        try:
            if self.family == "ed25519":
                self.private.public_key().verify(signature, data)
                return True
            algorithm = self._hash(hash_name)
            if self.family == "rsa":
                self.private.public_key().verify(signature, data, _padding(algorithm, pss), algorithm)
                return True
            self._must_be("ecdsa")
            if raw:
                half = len(signature) // 2
                r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
                signature = encode_dss_signature(r, s)
            self.private.public_key().verify(signature, data, ec.ECDSA(algorithm))
        except (InvalidSignature, ValueError):
            return False
        return True

    def public(self) -> tuple[str, dict[str, str]]:
        """The public half, as PEM and as a JWK."""
        if self.family in ("aes256", "hmac"):
            raise WrongKey("a symmetric key has no public half")
        key = self.private.public_key()
        pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
        if self.family == "rsa":
            numbers = key.public_numbers()
            size = (key.key_size + 7) // 8
            return pem, {"kty": "RSA", "n": _number(numbers.n, size), "e": _number(numbers.e, 3)}
        if self.family == "ed25519":
            raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            return pem, {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)}
        numbers, size = key.public_numbers(), (key.curve.key_size + 7) // 8
        curve = {"x": _number(numbers.x, size), "y": _number(numbers.y, size)}
        return pem, {"kty": "EC", "crv": f"P-{key.curve.key_size}", **curve}

    def point(self) -> bytes:
        """The public point of an elliptic-curve key, uncompressed."""
        point = self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return bytes(point)

    def _hash(self, name: str | None) -> Any:
        default = "sha384" if self.kind.endswith("p384") else "sha256"
        chosen = (name or default).lower().replace("-", "")
        if chosen not in _HASHES:
            raise WrongKey(f"there is no hash {name!r}")
        return _HASHES[chosen]()

    def _must_be(self, family: str) -> None:
        if self.family != family:
            raise WrongKey(f"a key of type {self.kind} cannot do this")


def _padding(algorithm: Any, pss: bool) -> Any:
    if pss:
        return padding.PSS(padding.MGF1(algorithm), padding.PSS.DIGEST_LENGTH)
    return padding.PKCS1v15()


def _number(value: int, size: int) -> str:
    return base64url(value.to_bytes(size, "big"))


def base64url(data: bytes) -> str:
    """Base64 for URLs, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """What `base64url` was given; ValueError for other text."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as problem:
        raise ValueError(str(problem)) from None


def wrapped(key: str, version: int, datatype: str, sealed: bytes) -> str:
    """A ciphertext that says which key, and which version of it, made it."""
    return f"{PREFIX}:{base64url(key.encode())}:{version}:{datatype}:{base64url(sealed)}"


def unwrapped(text: object) -> tuple[str, int, str, bytes] | None:
    """Key, version, data type and ciphertext of what `wrapped` made; None for anything else."""
    if not isinstance(text, str) or text.count(":") != 4 or not text.startswith(f"{PREFIX}:"):
        return None
    _, key, version, datatype, sealed = text.split(":")
    try:
        return from_base64url(key).decode(), int(version), datatype, from_base64url(sealed)
    except ValueError:
        return None


def fingerprint(sealed: bytes) -> str:
    """A short name for a ciphertext."""
    return hashlib.sha256(sealed).hexdigest()[:16]
