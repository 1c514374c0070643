"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SignResult"]


class SignResult(TypedDict):
    """A signature, and the version of the key that made it."""

    signature: str
    key_version: int
