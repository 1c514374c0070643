"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["CryptoVerifyBody"]


class CryptoVerifyBody(TypedDict):
    """Members of this object are described below."""

    signature: str
    data: NotRequired[str]
    data_b64: NotRequired[str]
    """Bytes in base64."""
    rsa_padding: NotRequired[str]
    hash: NotRequired[str]
