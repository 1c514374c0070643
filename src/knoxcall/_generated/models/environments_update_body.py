"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["EnvironmentsUpdateBody"]


class EnvironmentsUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    display_name: NotRequired[str]
    description: NotRequired[str]
    color: NotRequired[str]
    is_default: NotRequired[bool]
