"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["OAuthClientUpdateResult"]


class OAuthClientUpdateResult(TypedDict):
    """The id of a changed OAuth client."""

    id: str
