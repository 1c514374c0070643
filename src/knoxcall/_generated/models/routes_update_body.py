"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["RoutesUpdateBody"]


class RoutesUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    target_base_url: NotRequired[str | None]
    enabled: NotRequired[bool]
    requires_clients: NotRequired[bool]
    intercept_enabled: NotRequired[bool]
