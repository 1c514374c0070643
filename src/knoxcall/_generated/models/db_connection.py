"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["DbConnection"]


class DbConnection(TypedDict):
    """A database that logins can be issued for."""

    id: str
    name: str
    engine: str
    """postgres, mysql, mssql or mongodb; servers add to them."""
    host: str
    port: int | None
    database_name: str | None
    admin_username: str
    execution_mode: str
    """direct, agent, ssh_tunnel or iam; servers add to them."""
    agent_id: str | None
    default_ttl_seconds: int
    """Seconds that a login lives if nothing else is asked for."""
    max_ttl_seconds: int
    """The longest life that can be asked for, in seconds."""
    connect_options: dict[str, Any]
    enabled: bool
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
    ssh_host: str | None
    ssh_port: int | None
    ssh_username: str | None
    iam_region: str | None
    iam_db_user: str | None
