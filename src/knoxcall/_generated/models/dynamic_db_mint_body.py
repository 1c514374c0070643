"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["DynamicDbMintBody"]


class DynamicDbMintBody(TypedDict):
    """Members of this object are described below."""

    ttl_seconds: NotRequired[int]
    """Seconds until it expires."""
