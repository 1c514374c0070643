"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookPage"]


class WebhookPage(TypedDict):
    """One page of webhooks."""

    data: list[Webhook]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.page_meta import PageMeta  # noqa: E402, TC001
from ..models.webhook import Webhook  # noqa: E402, TC001
