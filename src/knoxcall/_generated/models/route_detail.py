"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["RouteDetail"]


class RouteDetail(TypedDict):
    """A route with its settings."""

    id: str
    name: str
    slug: str | None
    target_base_url: str | None
    base_environment: str | None
    enabled: bool
    requires_clients: bool
    mtls_certificate_id: str | None
    collection_id: str | None
    """The collection it is filed under."""
    created_at: str
    """ISO 8601."""
    environment_override_count: int
    configured_environments: list[str]
    payload_structure: NotRequired[dict[str, Any]]
    injection_rules: NotRequired[list[Any]]
    ip_allowlist: NotRequired[list[str]]
    data_plane_node_id: NotRequired[str | None]
