"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["CursorMeta"]


class CursorMeta(TypedDict):
    """Where a slice of a stream stands, and how it is delivered."""

    next_cursor: str | None
    """Where the next slice begins; null at the end."""
    limit: int
    """Entries in a slice."""
    delivery: str
    dedupe_on: str
    """The member that tells entries apart."""
    watermark_seconds: int
