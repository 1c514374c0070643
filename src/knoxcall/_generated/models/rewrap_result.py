"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RewrapResult"]


class RewrapResult(TypedDict):
    """A ciphertext under the newest version of its key."""

    ciphertext: str
    """The encrypted value."""
    key_version: int
