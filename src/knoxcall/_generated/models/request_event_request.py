"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RequestEventRequest"]


class RequestEventRequest(TypedDict):
    """The request of a call that went through a route."""

    method: str
    path: str
    ip: str
