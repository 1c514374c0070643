"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["VaultsUpdateBody"]


class VaultsUpdateBody(TypedDict):
    """Members of this object are described below."""

    default_ttl_seconds: NotRequired[int | None]
    """Seconds that something lives if nothing else is asked for."""
    description: NotRequired[str | None]
    enabled: NotRequired[bool]
    metadata_jsonb: NotRequired[dict[str, Any]]
