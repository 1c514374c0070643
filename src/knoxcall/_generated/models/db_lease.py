"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["DbLease"]


class DbLease(TypedDict):
    """One issued login and how long it holds."""

    id: int
    status: str
    expires_at: str
    """ISO 8601."""
    issued_at: str
    """ISO 8601."""
    username: str | None
    connection_name: str | None
    role_name: str | None
    engine: str | None
    """postgres, mysql, mssql or mongodb; servers add to them."""
