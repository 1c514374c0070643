"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["VaultsCreateBody"]


class VaultsCreateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    token_format: NotRequired[str]
    default_ttl_seconds: NotRequired[int]
    """Seconds that something lives if nothing else is asked for."""
    description: NotRequired[str]
    metadata_jsonb: NotRequired[dict[str, Any]]
