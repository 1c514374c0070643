"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["KeyUpdateResult"]


class KeyUpdateResult(TypedDict):
    """A key and whether it may be deleted."""

    name: str
    deletion_allowed: bool
