"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RotateSshKeyResult"]


class RotateSshKeyResult(TypedDict):
    """The connection whose SSH key was replaced."""

    rotated: str
    fingerprint_updated: bool
