"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["PkiCreateRootBody"]


class PkiCreateRootBody(TypedDict):
    """Members of this object are described below."""

    name: str
    subject: dict[str, Any]
    """Members of the distinguished name."""
