"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookSignResult"]


class WebhookSignResult(TypedDict):
    """A signature in the form that webhooks carry."""

    signature_header: str
    timestamp_seconds: int
    key_version: int
    format: str
