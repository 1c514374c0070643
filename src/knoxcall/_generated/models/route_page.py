"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RoutePage"]


class RoutePage(TypedDict):
    """One page of routes."""

    data: list[Route]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.page_meta import PageMeta  # noqa: E402, TC001
from ..models.route import Route  # noqa: E402, TC001
