"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.webhook_event_type_info import WebhookEventTypeInfo


__all__ = ["WebhookEventTypesData"]


class WebhookEventTypesData(TypedDict):
    """The events that a webhook can ask for."""

    event_types: list[WebhookEventTypeInfo]
    """All that there are."""
