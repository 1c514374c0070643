"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["DynamicDbCreateBody"]


class DynamicDbCreateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    engine: str
    """postgres, mysql, mssql or mongodb."""
    host: NotRequired[str]
    port: NotRequired[int]
    database_name: NotRequired[str]
    admin_username: NotRequired[str]
    admin_password: NotRequired[str]
    execution_mode: NotRequired[str]
    """direct, agent, ssh_tunnel or iam."""
    agent_id: NotRequired[str]
    ssh_host: NotRequired[str]
    ssh_port: NotRequired[int]
    ssh_username: NotRequired[str]
    ssh_private_key: NotRequired[str]
    ssh_passphrase: NotRequired[str]
    ssh_host_fingerprint: NotRequired[str]
    iam_region: NotRequired[str]
    iam_db_user: NotRequired[str]
    default_ttl_seconds: NotRequired[int]
    """Seconds that something lives if nothing else is asked for."""
    max_ttl_seconds: NotRequired[int]
    """The longest life that can be asked for, in seconds."""
    connect_options: NotRequired[dict[str, Any]]
