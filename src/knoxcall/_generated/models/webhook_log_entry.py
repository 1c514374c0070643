"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookLogEntry"]


class WebhookLogEntry(TypedDict):
    """One delivery and how it was answered."""

    id: str
    http_method: str | None
    target_url: str | None
    source_ip: str | None
    response_status: int | None
    response_time_ms: int | None
    """Milliseconds."""
    executed_at: str
    """ISO 8601."""
    success: bool
    error_message: str | None
