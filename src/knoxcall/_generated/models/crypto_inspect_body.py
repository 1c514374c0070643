"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["CryptoInspectBody"]


class CryptoInspectBody(TypedDict):
    """Members of this object are described below."""

    value: str
