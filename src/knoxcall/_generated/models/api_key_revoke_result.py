"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ApiKeyRevokeResult"]


class ApiKeyRevokeResult(TypedDict):
    """Whether an API key was revoked."""

    revoked: bool
