"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SecretOAuthToken"]


class SecretOAuthToken(TypedDict):
    """The current access token of an OAuth 2 secret."""

    access_token: str
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    token_type: str
    connection_status: str
    """Whether the provider's login is in place."""
