"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ..models.routes_create_action_body_action import RoutesCreateActionBodyAction
    from ..models.routes_create_action_body_direction import RoutesCreateActionBodyDirection


__all__ = ["RoutesCreateActionBody"]


class RoutesCreateActionBody(TypedDict):
    """Members of this object are described below."""

    direction: RoutesCreateActionBodyDirection
    action: RoutesCreateActionBodyAction
    selectors: list[str]
    """Which parts of the traffic."""
    key_name: NotRequired[str]
    data_role: NotRequired[str]
    content_type: NotRequired[str]
    sort_order: NotRequired[int]
