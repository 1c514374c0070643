"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["DbRole"]


class DbRole(TypedDict):
    """How logins of one kind are made and taken back."""

    id: str
    name: str
    creation_sql_template: str
    revocation_sql_template: str
    default_ttl_seconds: int | None
    """Seconds that something lives if nothing else is asked for; null where it lives on."""
    max_ttl_seconds: int | None
    """The longest life that can be asked for, in seconds."""
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
