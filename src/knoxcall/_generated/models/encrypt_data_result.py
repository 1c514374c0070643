"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["EncryptDataResult"]


class EncryptDataResult(TypedDict):
    """An encrypted value, in the structure it came in."""

    ciphertext: Any
    """The encrypted value."""
    key: str
    key_version: int
