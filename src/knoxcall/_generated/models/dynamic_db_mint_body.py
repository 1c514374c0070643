"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["DynamicDbMintBody"]


class DynamicDbMintBody(TypedDict):
    """Members of this object are described below."""

    ttl_seconds: NotRequired[int]
    """Seconds until it expires."""
