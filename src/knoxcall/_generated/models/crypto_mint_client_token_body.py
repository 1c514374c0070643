"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ..models.crypto_mint_client_token_body_action import CryptoMintClientTokenBodyAction


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
