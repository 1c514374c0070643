"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["DynamicDbUpdateRoleBody"]


class DynamicDbUpdateRoleBody(TypedDict):
    """Members of this object are described below."""

    creation_sql: NotRequired[str]
    revocation_sql: NotRequired[str | None]
    default_ttl_seconds: NotRequired[int | None]
    """Seconds that something lives if nothing else is asked for."""
    max_ttl_seconds: NotRequired[int | None]
    """The longest life that can be asked for, in seconds."""
