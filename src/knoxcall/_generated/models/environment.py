"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["Environment"]


class Environment(TypedDict):
    """A stage such as production or staging."""

    id: str
    name: str
    display_name: str
    description: str | None
    color: str
    is_default: bool
    created_at: str
    """ISO 8601."""
