"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["TokenUpdateResult"]


class TokenUpdateResult(TypedDict):
    """Whether a token was changed."""

    updated: bool
