"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["EncryptResult"]


class EncryptResult(TypedDict):
    """A ciphertext, and the version of the key it needs."""

    ciphertext: str
    """The encrypted value."""
    key_version: int
