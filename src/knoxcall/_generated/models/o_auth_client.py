"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["OAuthClient"]


class OAuthClient(TypedDict):
    """A program that may get tokens for this tenant."""

    id: str
    client_id: str
    name: str
    type: str
    grant_types: list[str]
    allowed_scopes: list[str]
    redirect_uris: list[str]
    require_dpop: bool
    require_pkce: bool
    token_format: str
    active: bool
    revoked_at: str | None
    created_at: str
    """ISO 8601."""
    last_used_at: str | None
    """ISO 8601; null where it was never used."""
    source_api_key_id: str | None
    source_key_type: str | None
    system_role: str | None
