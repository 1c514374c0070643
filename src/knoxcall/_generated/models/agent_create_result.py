"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["AgentCreateResult"]


class AgentCreateResult(TypedDict):
    """A registered agent, with the secret that is shown this once."""

    id: str
    name: str
    agent_id: str
    status: str
    require_verified_build: bool
    created_at: str
    """ISO 8601."""
    agent_secret: str
    """Shown this once."""
