"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RouteLogPage"]


class RouteLogPage(TypedDict):
    """One page of calls that went through a route."""

    data: list[RouteLogEntry]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.page_meta import PageMeta  # noqa: E402, TC001
from ..models.route_log_entry import RouteLogEntry  # noqa: E402, TC001
