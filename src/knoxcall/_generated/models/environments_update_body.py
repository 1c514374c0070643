"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["EnvironmentsUpdateBody"]


class EnvironmentsUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    display_name: NotRequired[str]
    description: NotRequired[str | None]
    color: NotRequired[str]
    is_default: NotRequired[bool]
