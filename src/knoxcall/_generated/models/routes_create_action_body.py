"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

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


from ..models.routes_create_action_body_action import RoutesCreateActionBodyAction  # noqa: E402, TC001
from ..models.routes_create_action_body_direction import RoutesCreateActionBodyDirection  # noqa: E402, TC001
