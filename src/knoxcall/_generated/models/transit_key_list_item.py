"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["TransitKeyListItem"]


class TransitKeyListItem(TypedDict):
    """A named key as it is listed."""

    id: str
    name: str
    key_type: str
    mode: str
    current_version: int
    deletion_allowed: bool
    description: str | None
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
