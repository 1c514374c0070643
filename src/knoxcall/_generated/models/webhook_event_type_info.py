"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookEventTypeInfo"]


class WebhookEventTypeInfo(TypedDict):
    """An event that a webhook can ask for."""

    value: str
    label: str
    description: str
