"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["OAuthClientRevokeResult"]


class OAuthClientRevokeResult(TypedDict):
    """Whether an OAuth client was revoked."""

    revoked: bool
