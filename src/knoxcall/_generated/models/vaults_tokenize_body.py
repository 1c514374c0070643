"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["VaultsTokenizeBody"]


class VaultsTokenizeBody(TypedDict):
    """Members of this object are described below."""

    value: str
    metadata: NotRequired[dict[str, Any]]
    ttl_seconds: NotRequired[int]
    """Seconds until it expires."""
    card_exp_month: NotRequired[int]
    card_exp_year: NotRequired[int]
