"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["RouteEnvironmentListItem"]


class RouteEnvironmentListItem(TypedDict):
    """What a route does in one environment, as it is listed."""

    environment_name: str
    target_base_url: str
    inject_headers_json: dict[str, Any]
    inject_body_json: dict[str, Any]
    require_signature: bool
    signature_tolerance_sec: int
    """How old a signed request may be, in seconds."""
    rate_limit_enabled: bool
    rate_limit_requests: int | None
    """Requests within the window."""
    rate_limit_window_sec: int | None
    """Seconds over which requests are counted."""
    rate_limit_burst: int | None
    """Requests beyond the limit that may come at once."""
    allowed_methods: list[str] | None
