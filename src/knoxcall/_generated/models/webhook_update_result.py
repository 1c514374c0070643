"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookUpdateResult"]


class WebhookUpdateResult(TypedDict):
    """A changed webhook."""

    id: str
    name: str
    description: str | None
    url: str
    method: str
    event_types: list[str]
    """Names of events."""
    auth_type: str
    enabled: bool
    created_at: str
    """ISO 8601."""
