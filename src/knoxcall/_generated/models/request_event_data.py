"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.request_event_request import RequestEventRequest
    from ..models.request_event_response import RequestEventResponse


__all__ = ["RequestEventData"]


class RequestEventData(TypedDict):
    """The data of a request event: one call that went through a route."""

    route_id: str
    route_name: str
    environment: str
    request: RequestEventRequest
    """The request of a call that went through a route."""
    response: RequestEventResponse
    """The answer of a call that went through a route."""
