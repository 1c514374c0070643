"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookDetail"]


class WebhookDetail(TypedDict):
    """A webhook with its settings."""

    id: str
    name: str
    description: str | None
    url: str
    method: str
    event_types: list[str]
    """Names of events."""
    auth_type: str
    route_filter: list[str] | None
    """Ids of the routes whose events are sent; null for all."""
    include_request_body: bool
    include_response_body: bool
    include_headers: bool
    timeout_seconds: int
    """Seconds."""
    retry_on_failure: bool
    max_retries: int
    enabled: bool
    last_triggered_at: str | None
    last_success_at: str | None
    last_failure_at: str | None
    trigger_count: int
    success_count: int
    failure_count: int
    created_at: str
    """ISO 8601."""
