"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["CryptoMintClientTokenBody"]


class CryptoMintClientTokenBody(TypedDict):
    """Members of this object are described below."""

    action: CryptoMintClientTokenBodyAction
    data: NotRequired[str]
    vault: NotRequired[str]
    origins: NotRequired[list[str]]
    """Web origins that may use the token."""
    role: NotRequired[str]
    ttl_seconds: NotRequired[int]
    """Seconds until it expires."""


from ..models.crypto_mint_client_token_body_action import CryptoMintClientTokenBodyAction  # noqa: E402, TC001
