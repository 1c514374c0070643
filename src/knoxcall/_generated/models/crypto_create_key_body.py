"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["CryptoCreateKeyBody"]


class CryptoCreateKeyBody(TypedDict):
    """Members of this object are described below."""

    name: str
    mode: str
    """Such as cloud-only or bundled; servers add to them."""
    description: NotRequired[str]
    key_type: NotRequired[str]
    """Algorithm, such as aes256-gcm, ecdsa-p256 or ed25519."""
