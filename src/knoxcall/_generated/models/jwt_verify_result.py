"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["JwtVerifyResult"]


class JwtVerifyResult(TypedDict):
    """Whether a JWT is valid, its claims if so, the reason if not."""

    valid: bool
    claims: NotRequired[dict[str, Any]]
    key_version: NotRequired[int]
    alg: NotRequired[str]
    """Algorithm, RFC 7518."""
    error: NotRequired[str]
    kid: NotRequired[str]
    """Which key signed, as the token says."""
