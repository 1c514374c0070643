"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["VaultStats"]


class VaultStats(TypedDict):
    """How many tokens a vault has."""

    token_count: int
    active_count: int
    expiring_in_24h: int
    """How many expire within a day."""
