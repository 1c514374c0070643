"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Literal, TypedDict

__all__ = ["RefreshTokenGrant"]


class RefreshTokenGrant(TypedDict):
    """A stored login is renewed; the token shown is used up by it."""

    grant_type: Literal["refresh_token"]
    refresh_token: str
    client_id: str
