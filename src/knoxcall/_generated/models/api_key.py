"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ApiKey"]


class ApiKey(TypedDict):
    """An API key as it can be listed: without the key."""

    id: str
    key_id: str
    key_prefix: str
    """The first characters of the key, to tell it by."""
    key_type: str
    name: str
    active: bool
    created_at: str
    """ISO 8601."""
    last_used_at: str | None
    """ISO 8601; null where it was never used."""
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    rate_limit_requests: int | None
    """Requests within the window."""
    rate_limit_window_sec: int | None
    """Seconds over which requests are counted."""
