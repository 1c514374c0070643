"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["Meta"]


class Meta(TypedDict):
    """What stands beside the data of an answer."""

    request_id: NotRequired[str]
    """What the service calls this request."""
