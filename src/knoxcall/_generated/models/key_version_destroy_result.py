"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["KeyVersionDestroyResult"]


class KeyVersionDestroyResult(TypedDict):
    """The version that was destroyed."""

    destroyed: int
