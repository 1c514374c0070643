"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["VaultsBulkTokenizeBody"]


class VaultsBulkTokenizeBody(TypedDict):
    """Members of this object are described below."""

    values: list[dict[str, Any]]
    """One object for each value, with the members that a single one takes."""
