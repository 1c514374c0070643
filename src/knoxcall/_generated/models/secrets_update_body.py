"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["SecretsUpdateBody"]


class SecretsUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    description: NotRequired[str | None]
    expires_at: NotRequired[str | None]
    """ISO 8601."""
    strict_expiry_enforcement: NotRequired[bool]
