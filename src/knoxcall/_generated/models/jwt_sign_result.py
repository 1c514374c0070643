"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["JwtSignResult"]


class JwtSignResult(TypedDict):
    """A signed JWT."""

    token: str
    key_version: int
    alg: str
    """Algorithm, RFC 7518."""
