"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["StarterApiKey"]


class StarterApiKey(TypedDict):
    """The first API key of a new tenant, shown this once."""

    id: str
    key_id: str
    api_key: str
    """Shown this once."""
    key_prefix: str
    """The first characters of the key, to tell it by."""
    key_type: str
