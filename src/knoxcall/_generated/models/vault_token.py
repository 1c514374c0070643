"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["VaultToken"]


class VaultToken(TypedDict):
    """A token for a value in a vault."""

    id: str
    token: str
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    created_at: str
    """ISO 8601."""
    card_expires_on: str | None
    """Of a payment card."""
    card_funding_type: str | None
    """Of a payment card."""
    card_issuing_country: str | None
    """Of a payment card."""
