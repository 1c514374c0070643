"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RouteLogEntry"]


class RouteLogEntry(TypedDict):
    """One call that went through a route."""

    id: str
    request_id: str
    """What the service calls that request."""
    ts: str
    """ISO 8601."""
    src_ip: str | None
    method: str
    path: str
    status_code: int | None
    latency_ms: int | None
    """Milliseconds."""
    upstream_host: str | None
    error: str | None
    environment: str | None
    rate_limited: bool
    signature_valid: bool | None
    source_ip_country: str | None
    source_ip_city: str | None
