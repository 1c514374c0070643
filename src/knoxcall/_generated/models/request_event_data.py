"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

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


from ..models.request_event_request import RequestEventRequest  # noqa: E402, TC001
from ..models.request_event_response import RequestEventResponse  # noqa: E402, TC001
