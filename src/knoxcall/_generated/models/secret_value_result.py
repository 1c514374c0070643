"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SecretValueResult"]


class SecretValueResult(TypedDict):
    """The version that a secret now has in an environment."""

    id: str
    name: str
    environment: str
    value_version: int
