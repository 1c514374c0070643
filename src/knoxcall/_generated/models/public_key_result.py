"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["PublicKeyResult"]


class PublicKeyResult(TypedDict):
    """The public half of a key, as PEM and as JWK."""

    pem: str
    """The key as PEM."""
    jwk: dict[str, Any]
    """The key as JWK, RFC 7517."""
    key_version: int
