"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.audit_log_entry import AuditLogEntry
    from ..models.cursor_meta import CursorMeta


__all__ = ["AuditEventPage"]


class AuditEventPage(TypedDict):
    """One slice of the audit stream, with the cursor that leads on."""

    data: list[AuditLogEntry]
    meta: CursorMeta
    """Where a slice of a stream stands, and how it is delivered."""
