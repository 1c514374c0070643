"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ApiCallUsage"]


class ApiCallUsage(TypedDict):
    """Calls used, against the plan's limit."""

    used: int
    limit: int | None
    """Null where the plan sets none."""
    percentage: int
    """Of the limit, in whole percent."""
