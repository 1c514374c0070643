"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["VaultTokenListItem"]


class VaultTokenListItem(TypedDict):
    """A token as it is listed, without its value."""

    id: str
    token: str
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    created_at: str
    """ISO 8601."""
    created_by_api_key_id: str | None
    created_by_user_id: str | None
    card_expires_on: str | None
    """Of a payment card."""
    card_funding_type: str | None
    """Of a payment card."""
    card_issuing_country: str | None
    """Of a payment card."""
