"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["DbRoleCreateResult"]


class DbRoleCreateResult(TypedDict):
    """An added role of a database connection."""

    id: str
    name: str
    connection: str
