"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["DeleteResult"]


class DeleteResult(TypedDict):
    """Whether something was deleted."""

    deleted: bool
