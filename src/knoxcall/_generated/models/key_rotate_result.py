"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["KeyRotateResult"]


class KeyRotateResult(TypedDict):
    """The version that a key now encrypts with."""

    new_version: int
