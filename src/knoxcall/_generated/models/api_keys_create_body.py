"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ApiKeysCreateBody"]


class ApiKeysCreateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    rate_limit_requests: NotRequired[int]
    rate_limit_window_sec: NotRequired[int]
    """Seconds over which requests are counted."""
    expires_in_days: NotRequired[int]
    """Days until it expires."""
    expires_at: NotRequired[str]
    """ISO 8601."""
    never_expires: NotRequired[bool]
    """True makes a key that lasts until it is revoked."""
    role_ids: NotRequired[list[str]]
