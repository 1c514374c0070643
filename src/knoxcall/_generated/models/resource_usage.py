"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ResourceUsage"]


class ResourceUsage(TypedDict):
    """How many of each kind of resource exist."""

    routes: ResourceUsageEntry
    """How many exist, against the plan's limit."""
    secrets: ResourceUsageEntry
    """How many exist, against the plan's limit."""
    clients: ResourceUsageEntry
    """How many exist, against the plan's limit."""
    environments: ResourceUsageEntry
    """How many exist, against the plan's limit."""


from ..models.resource_usage_entry import ResourceUsageEntry  # noqa: E402, TC001
