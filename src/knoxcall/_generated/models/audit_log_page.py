"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.audit_log_entry import AuditLogEntry
    from ..models.page_meta import PageMeta


__all__ = ["AuditLogPage"]


class AuditLogPage(TypedDict):
    """One page of audit entries."""

    data: list[AuditLogEntry]
    meta: PageMeta
    """Where a page stands among the others."""
