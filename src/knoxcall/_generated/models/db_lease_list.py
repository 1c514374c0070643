"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["DbLeaseList"]


class DbLeaseList(TypedDict):
    """One slice of the issued logins."""

    leases: list[DbLease]
    total: int
    """How many items there are in all."""
    limit: int
    """Leases in a slice."""
    offset: int


from ..models.db_lease import DbLease  # noqa: E402, TC001
