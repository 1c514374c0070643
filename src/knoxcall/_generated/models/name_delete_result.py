"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["NameDeleteResult"]


class NameDeleteResult(TypedDict):
    """The name of what was deleted."""

    deleted: str
