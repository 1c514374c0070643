"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SealingKeyRef"]


class SealingKeyRef(TypedDict):
    """Which key data are sealed for."""

    tenant_id: str
    """The tenant it belongs to."""
    app_key_id: str
    key_version: int
