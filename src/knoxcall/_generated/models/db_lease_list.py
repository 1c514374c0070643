"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.db_lease import DbLease


__all__ = ["DbLeaseList"]


class DbLeaseList(TypedDict):
    """One slice of the issued logins."""

    leases: list[DbLease]
    total: int
    """How many items there are in all."""
    limit: int
    """Leases in a slice."""
    offset: int
