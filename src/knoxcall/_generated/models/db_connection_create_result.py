"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["DbConnectionCreateResult"]


class DbConnectionCreateResult(TypedDict):
    """An added database connection."""

    id: str
    name: str
    engine: str
    """postgres, mysql, mssql or mongodb; servers add to them."""
    execution_mode: str
    """direct, agent, ssh_tunnel or iam; servers add to them."""
