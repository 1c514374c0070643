"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["ClientTokenResult"]


class ClientTokenResult(TypedDict):
    """A short-lived token for a browser or an app."""

    token: str
    expires_at: str
    """ISO 8601."""
    action: str
    vault_id: NotRequired[str]
    origins: NotRequired[list[str]]
