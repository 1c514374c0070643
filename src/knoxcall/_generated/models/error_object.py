"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ErrorObject"]


class ErrorObject(TypedDict):
    """What went wrong."""

    type: str
    message: str
    request_id: NotRequired[str]
    fields: NotRequired[dict[str, list[str]]]
    """What is wrong with each member of the body."""
