"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["OAuthClientDetail"]


class OAuthClientDetail(TypedDict):
    """An OAuth client, with the scopes that ask a person again."""

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
    step_up_scopes: list[str]
    """Scopes for which a person is asked again."""
    system_role: str | None
