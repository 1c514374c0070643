"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["EnvironmentFull"]


class EnvironmentFull(TypedDict):
    """An environment with all that the service keeps about it."""

    id: str
    name: str
    display_name: str
    description: str | None
    color: str
    is_default: bool
    created_at: str
    """ISO 8601."""
    tenant_id: str
    """The tenant it belongs to."""
    sandbox: bool
    """Whether it belongs to the sandbox."""
