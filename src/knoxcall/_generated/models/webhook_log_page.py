"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookLogPage"]


class WebhookLogPage(TypedDict):
    """One page of deliveries."""

    data: list[WebhookLogEntry]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.page_meta import PageMeta  # noqa: E402, TC001
from ..models.webhook_log_entry import WebhookLogEntry  # noqa: E402, TC001
