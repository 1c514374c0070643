"""Reads DPoP proofs with a JOSE library that shares no code with ours: the signature, its key, and the claims."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey


class Proof:
    """A verified proof. Raises if the signature does not fit the key in its header."""

    def __init__(self, compact: bytes) -> None:
        header = json.loads(_decoded(compact.partition(b".")[0]))
        self.key = ECKey.import_key(header["jwk"])
        registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
        verified = jws.deserialize_compact(compact, self.key, algorithms=["ES256"], registry=registry)
        self.header: dict[str, Any] = verified.headers()
        self.claims: dict[str, Any] = json.loads(verified.payload)
        self.compact = compact

    @property
    def thumbprint(self) -> str:
        return str(self.key.thumbprint())


def hash_of(token: str) -> str:
    """`ath`, worked out anew."""
    return urlsafe_b64encode(sha256(token.encode()).digest()).decode().rstrip("=")


def _decoded(part: bytes) -> bytes:
    return urlsafe_b64decode(part + b"=" * (-len(part) % 4))
