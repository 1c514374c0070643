"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ClientPage"]


class ClientPage(TypedDict):
    """One page of clients."""

    data: list[Client]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.client import Client  # noqa: E402, TC001
from ..models.page_meta import PageMeta  # noqa: E402, TC001
