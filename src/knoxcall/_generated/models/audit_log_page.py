"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["AuditLogPage"]


class AuditLogPage(TypedDict):
    """One page of audit entries."""

    data: list[AuditLogEntry]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.audit_log_entry import AuditLogEntry  # noqa: E402, TC001
from ..models.page_meta import PageMeta  # noqa: E402, TC001
