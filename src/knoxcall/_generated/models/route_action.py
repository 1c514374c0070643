"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RouteAction"]


class RouteAction(TypedDict):
    """What is done to parts of a route's traffic."""

    id: str
    direction: str
    action: str
    selectors: list[str]
    """Which parts of the traffic."""
    key_name: str | None
    data_role: str | None
    content_type: str
