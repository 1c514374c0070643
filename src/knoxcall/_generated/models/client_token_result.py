"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ClientTokenResult"]


class ClientTokenResult(TypedDict):
    """A short-lived token for a browser or an app."""

    token: str
    expires_at: str
    """ISO 8601."""
    action: str
    vault_id: NotRequired[str]
    origins: NotRequired[list[str]]
