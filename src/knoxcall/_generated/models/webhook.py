"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["Webhook"]


class Webhook(TypedDict):
    """An address that is told of events, as it is listed."""

    id: str
    name: str
    description: str | None
    url: str
    method: str
    event_types: list[str]
    """Names of events."""
    auth_type: str
    enabled: bool
    last_triggered_at: str | None
    trigger_count: int
    success_count: int
    failure_count: int
    created_at: str
    """ISO 8601."""
