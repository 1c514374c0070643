"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["CryptoVerifyJwtBody"]


class CryptoVerifyJwtBody(TypedDict):
    """Members of this object are described below."""

    token: str
    expected: NotRequired[dict[str, Any]]
    """Claims that must have these values."""
