"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RequestEventResponse"]


class RequestEventResponse(TypedDict):
    """The answer of a call that went through a route."""

    status: int
    latency_ms: int
    """Milliseconds."""
