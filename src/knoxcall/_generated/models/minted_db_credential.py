"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["MintedDbCredential"]


class MintedDbCredential(TypedDict):
    """An issued database login, with the password that is shown this once."""

    username: str
    password: str
    """Shown this once."""
    expires_at: str
    """ISO 8601."""
    lease_id: int
    connection_name: str
    role_name: str
