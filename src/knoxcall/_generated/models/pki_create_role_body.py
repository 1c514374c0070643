"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["PkiCreateRoleBody"]


class PkiCreateRoleBody(TypedDict):
    """Members of this object are described below."""

    role_name: str
    allowed_domains: NotRequired[list[str]]
    allow_subdomains: NotRequired[bool]
    allow_wildcards: NotRequired[bool]
    max_ttl_seconds: NotRequired[int]
    """The longest life that can be asked for, in seconds."""
    default_ttl_seconds: NotRequired[int]
    """Seconds that something lives if nothing else is asked for."""
