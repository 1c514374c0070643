"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["Meta"]


class Meta(TypedDict):
    """What stands beside the data of an answer."""

    request_id: NotRequired[str]
    """What the service calls this request."""
