"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.page_meta import PageMeta
    from ..models.webhook_log_entry import WebhookLogEntry


__all__ = ["WebhookLogPage"]


class WebhookLogPage(TypedDict):
    """One page of deliveries."""

    data: list[WebhookLogEntry]
    meta: PageMeta
    """Where a page stands among the others."""
