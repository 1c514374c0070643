"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["RouteEnvironmentConfig"]


class RouteEnvironmentConfig(TypedDict):
    """What a route does in one environment, with all that the service keeps about it."""

    id: str
    route_id: str
    environment_name: str
    target_base_url: str
    inject_headers_json: dict[str, Any]
    inject_body_json: dict[str, Any]
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
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
    method_configs: list[Any] | None
    use_method_specific_configs: bool | None
    http_method_restrictions_enabled: bool | None
    egress_server_id: str | None
    enabled: bool
    requires_clients: bool
    mtls_certificate_id: str | None
    payload_structure: dict[str, Any]
    injection_rules: list[Any]
    ip_allowlist: list[str]
    data_plane_node_id: str | None
    intercept_enabled: bool
