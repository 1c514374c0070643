"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["Agent"]


class Agent(TypedDict):
    """A program of the tenant's that talks to the service from elsewhere."""

    id: str
    name: str
    agent_id: str
    status: str
    require_verified_build: bool
    last_seen_at: str | None
    last_session_issued_at: str | None
    created_at: str
    """ISO 8601."""
    has_tamper_events: bool
