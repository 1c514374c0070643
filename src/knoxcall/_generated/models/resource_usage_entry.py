"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ResourceUsageEntry"]


class ResourceUsageEntry(TypedDict):
    """How many exist, against the plan's limit."""

    used: int
    limit: int | None
    """Null where the plan sets none."""
