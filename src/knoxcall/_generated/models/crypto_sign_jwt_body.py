"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["CryptoSignJwtBody"]


class CryptoSignJwtBody(TypedDict):
    """Members of this object are described below."""

    claims: dict[str, Any]
    header_overrides: NotRequired[dict[str, Any]]
