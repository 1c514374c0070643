"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SealingBundle"]


class SealingBundle(TypedDict):
    """What a browser needs to seal data for a key."""

    public_key_raw: str
    key_ref: SealingKeyRef
    """Which key data are sealed for."""


from ..models.sealing_key_ref import SealingKeyRef  # noqa: E402, TC001
