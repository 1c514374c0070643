"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["CryptoEncryptDataBody"]


class CryptoEncryptDataBody(TypedDict):
    """Members of this object are described below."""

    data: Any
    key: NotRequired[str]
    role: NotRequired[str]
