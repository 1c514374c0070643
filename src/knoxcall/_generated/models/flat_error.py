"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["FlatError"]


class FlatError(TypedDict):
    """The form of the token endpoint, and of what stands before the service."""

    error: str
    error_description: NotRequired[str]
    message: NotRequired[str]
    code: NotRequired[str]
    statusCode: NotRequired[int]
    errorId: NotRequired[str]
    request_id: NotRequired[str]
    fields: NotRequired[dict[str, list[str]]]
    """What is wrong with each member of the body."""
