"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.page_meta import PageMeta
    from ..models.route import Route


__all__ = ["RoutePage"]


class RoutePage(TypedDict):
    """One page of routes."""

    data: list[Route]
    meta: PageMeta
    """Where a page stands among the others."""
