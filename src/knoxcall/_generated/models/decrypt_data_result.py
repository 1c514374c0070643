"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["DecryptDataResult"]


class DecryptDataResult(TypedDict):
    """Decrypted values, in the structure they came in."""

    plaintext: Any
    """The values, in the structure they came in."""
