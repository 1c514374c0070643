"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RouteFull"]


class RouteFull(TypedDict):
    """A route with all that the service keeps about it."""

    id: str
    tenant_id: str
    """The tenant it belongs to."""
    name: str
    slug: str | None
    sandbox: bool
    """Whether it belongs to the sandbox."""
    target_base_url: str | None
    enabled: bool
    created_at: str
    """ISO 8601."""
    requires_clients: bool
    base_environment: str | None
    mtls_certificate_id: str | None
    egress_server_id: str | None
    collection_id: str | None
    """The collection it is filed under."""
    favicon_url: str | None
    favicon_updated_at: str | None
    favicon_data: str | None
