"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.sealing_key_ref import SealingKeyRef


__all__ = ["SealingBundle"]


class SealingBundle(TypedDict):
    """What a browser needs to seal data for a key."""

    public_key_raw: str
    key_ref: SealingKeyRef
    """Which key data are sealed for."""
