"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["CryptoEncryptDataBody"]


class CryptoEncryptDataBody(TypedDict):
    """Members of this object are described below."""

    data: Any
    key: NotRequired[str]
    role: NotRequired[str]
