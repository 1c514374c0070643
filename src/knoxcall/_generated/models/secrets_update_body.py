"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["SecretsUpdateBody"]


class SecretsUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    description: NotRequired[str]
    expires_at: NotRequired[str]
    """ISO 8601."""
    strict_expiry_enforcement: NotRequired[bool]
