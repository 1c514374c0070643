"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookEventTypesData"]


class WebhookEventTypesData(TypedDict):
    """The events that a webhook can ask for."""

    event_types: list[WebhookEventTypeInfo]
    """All that there are."""


from ..models.webhook_event_type_info import WebhookEventTypeInfo  # noqa: E402, TC001
