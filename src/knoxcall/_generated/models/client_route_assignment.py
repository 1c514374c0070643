"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ClientRouteAssignment"]


class ClientRouteAssignment(TypedDict):
    """A route that a client may call, in one environment."""

    route_id: str
    route_name: str
    environment_name: str
