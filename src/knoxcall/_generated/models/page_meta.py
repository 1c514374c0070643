"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["PageMeta"]


class PageMeta(TypedDict):
    """Where a page stands among the others."""

    total: int
    """How many items there are in all."""
    page: int
    """Counted from 1."""
    per_page: int
    """Items on a page."""
    total_pages: int
    """How many pages there are."""
    request_id: str
    """What the service calls this request."""
