"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["WebhookEvent"]


class WebhookEvent(TypedDict):
    """What a delivery to a webhook holds."""

    event: str
    """Name of the event, such as request.completed."""
    timestamp: str
    """ISO 8601."""
    data: Any
    """RequestEventData for request events, AuditEventData for audit.event; open for others."""
    webhook_id: NotRequired[str]
    webhook_name: NotRequired[str]
