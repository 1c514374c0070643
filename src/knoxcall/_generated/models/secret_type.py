"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["SecretType"]

SecretType: TypeAlias = Literal["api_key", "basic_auth", "certificate", "custom", "oauth2_token"]
"""The values of `SecretType`."""
