"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["CryptoVerifyBody"]


class CryptoVerifyBody(TypedDict):
    """Members of this object are described below."""

    signature: str
    data: NotRequired[str]
    data_b64: NotRequired[str]
    """Bytes in base64."""
    rsa_padding: NotRequired[str]
    hash: NotRequired[str]
