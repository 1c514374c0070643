"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["DynamicDbUpdateBody"]


class DynamicDbUpdateBody(TypedDict):
    """Members of this object are described below."""

    host: NotRequired[str]
    port: NotRequired[int | None]
    database_name: NotRequired[str | None]
    admin_username: NotRequired[str]
    admin_password: NotRequired[str]
    default_ttl_seconds: NotRequired[int]
    """Seconds that something lives if nothing else is asked for."""
    max_ttl_seconds: NotRequired[int]
    """The longest life that can be asked for, in seconds."""
    connect_options: NotRequired[dict[str, Any]]
    agent_id: NotRequired[str | None]
    enabled: NotRequired[bool]
