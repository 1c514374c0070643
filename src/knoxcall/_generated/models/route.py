"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["Route"]


class Route(TypedDict):
    """A way through the gateway to an upstream, as it is listed."""

    id: str
    name: str
    slug: str | None
    target_base_url: str | None
    base_environment: str | None
    enabled: bool
    requires_clients: bool
    collection_id: str | None
    """The collection it is filed under."""
    created_at: str
    """ISO 8601."""
    environment_override_count: int
    require_signature: bool | None
    rate_limit_enabled: bool | None
    rate_limit_requests: int | None
    """Requests within the window."""
    rate_limit_window_sec: int | None
    """Seconds over which requests are counted."""
    allowed_methods: list[str] | None
