"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["VerifyResult"]


class VerifyResult(TypedDict):
    """Whether a signature fits."""

    valid: bool
    key_version: int
