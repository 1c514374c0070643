"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["CryptoSignJwtBody"]


class CryptoSignJwtBody(TypedDict):
    """Members of this object are described below."""

    claims: dict[str, Any]
    header_overrides: NotRequired[dict[str, Any]]
