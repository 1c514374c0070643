"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["VaultsCreateBody"]


class VaultsCreateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    token_format: NotRequired[str]
    default_ttl_seconds: NotRequired[int]
    """Seconds that something lives if nothing else is asked for."""
    description: NotRequired[str]
    metadata_jsonb: NotRequired[dict[str, Any]]
