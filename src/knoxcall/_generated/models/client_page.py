"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.client import Client
    from ..models.page_meta import PageMeta


__all__ = ["ClientPage"]


class ClientPage(TypedDict):
    """One page of clients."""

    data: list[Client]
    meta: PageMeta
    """Where a page stands among the others."""
