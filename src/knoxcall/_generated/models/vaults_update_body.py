"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["VaultsUpdateBody"]


class VaultsUpdateBody(TypedDict):
    """Members of this object are described below."""

    default_ttl_seconds: NotRequired[int]
    """Seconds that something lives if nothing else is asked for."""
    description: NotRequired[str]
    enabled: NotRequired[bool]
    metadata_jsonb: NotRequired[dict[str, Any]]
