"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["ClientDetail"]


class ClientDetail(TypedDict):
    """A client with the routes it is assigned to."""

    id: str
    name: str
    type: str
    ip_address: str
    ip_notes: dict[str, Any]
    description: str | None
    enabled: bool
    collection_id: str | None
    """The collection it is filed under."""
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
    route_assignments: list[ClientRouteAssignment]


from ..models.client_route_assignment import ClientRouteAssignment  # noqa: E402, TC001
