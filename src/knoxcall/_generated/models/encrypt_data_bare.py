"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["EncryptDataBare"]


class EncryptDataBare(TypedDict):
    """An encrypted value as `data`, with what it was encrypted under beside it."""

    data: Any
    """The encrypted value, in the structure it came in."""
    key: str
    key_version: int
