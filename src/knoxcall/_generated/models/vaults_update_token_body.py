"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["VaultsUpdateTokenBody"]


class VaultsUpdateTokenBody(TypedDict):
    """Members of this object are described below."""

    metadata: dict[str, Any]
