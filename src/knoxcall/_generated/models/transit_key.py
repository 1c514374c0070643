"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["TransitKey"]


class TransitKey(TypedDict):
    """A named key with all that the service keeps about it."""

    id: str
    tenant_id: str
    """The tenant it belongs to."""
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
    created_by: str | None
    sandbox: bool
    """Whether it belongs to the sandbox."""
