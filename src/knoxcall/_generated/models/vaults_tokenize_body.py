"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["VaultsTokenizeBody"]


class VaultsTokenizeBody(TypedDict):
    """Members of this object are described below."""

    value: str
    metadata: NotRequired[dict[str, Any]]
    ttl_seconds: NotRequired[int]
    """Seconds until it expires."""
    card_exp_month: NotRequired[int]
    card_exp_year: NotRequired[int]
