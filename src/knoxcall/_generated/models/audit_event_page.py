"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["AuditEventPage"]


class AuditEventPage(TypedDict):
    """One slice of the audit stream, with the cursor that leads on."""

    data: list[AuditLogEntry]
    meta: CursorMeta
    """Where a slice of a stream stands, and how it is delivered."""


from ..models.audit_log_entry import AuditLogEntry  # noqa: E402, TC001
from ..models.cursor_meta import CursorMeta  # noqa: E402, TC001
