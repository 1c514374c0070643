"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.page_meta import PageMeta
    from ..models.webhook import Webhook


__all__ = ["WebhookPage"]


class WebhookPage(TypedDict):
    """One page of webhooks."""

    data: list[Webhook]
    meta: PageMeta
    """Where a page stands among the others."""
