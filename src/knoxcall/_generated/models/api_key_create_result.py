"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ApiKeyCreateResult"]


class ApiKeyCreateResult(TypedDict):
    """A created API key, with the key that is shown this once."""

    id: str
    role_ids: list[str]
    key_id: str
    api_key: str
    """Shown this once."""
    key_prefix: str
    """The first characters of the key, to tell it by."""
    key_type: str
    name: str
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    message: str
