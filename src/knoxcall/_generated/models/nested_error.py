"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["NestedError"]


class NestedError(TypedDict):
    """The form of the management API."""

    error: ErrorObject
    """What went wrong."""


from ..models.error_object import ErrorObject  # noqa: E402, TC001
