"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["AgentRevokeResult"]


class AgentRevokeResult(TypedDict):
    """Whether an agent was revoked."""

    revoked: bool
