"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["DetokenizeResult"]


class DetokenizeResult(TypedDict):
    """The value behind a token."""

    id: str
    token: str
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    created_at: str
    """ISO 8601."""
    value: str
    value_b64: str
    """The value's bytes in base64."""
    metadata: dict[str, Any] | None
    crypto_key_version: int
