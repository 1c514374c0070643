"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SecretUpdateResult"]


class SecretUpdateResult(TypedDict):
    """A changed secret."""

    id: str
    name: str
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    strict_expiry_enforcement: bool
