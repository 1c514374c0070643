"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RotateResult"]


class RotateResult(TypedDict):
    """The version that a vault now encrypts with."""

    new_version: int
