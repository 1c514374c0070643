# Mirrored from src/knoxcall/_async/resources/audit_logs.py by scripts/mirror_sync.py; do not edit.
"""The audit log: who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ..walk import walk_cursor, walk_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trellis.core.engine import SyncCaller
    from trellis.core.progress import OnProgress

    from ...types import AuditEventPage, AuditLogEntry, AuditLogPage

__all__ = ["SyncAuditLogs"]


class SyncAuditLogs(Group):
    """The audit log: who changed what."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list(
        self,
        *,
        page: int | None = None,
        per_page: int | None = None,
        action: str | None = None,
        resource_type: str | None = None,
    ) -> AuditLogPage:
        """List audit entries, page by page.

        GET /v1/audit-logs
        """
        return self._calls.call(
            ops.audit_logs_list, {"page": page, "per_page": per_page, "action": action, "resource_type": resource_type}
        )

    def iterate(
        self,
        *,
        page: int = 1,
        per_page: int | None = None,
        action: str | None = None,
        resource_type: str | None = None,
        progress: OnProgress = None,
    ) -> Iterator[AuditLogEntry]:
        """Walk over everything that `list` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/audit-logs, repeatedly.
        """
        return walk_pages(
            self._calls,
            ops.audit_logs_list,
            {"action": action, "resource_type": resource_type, "per_page": per_page},
            page=page,
            progress=progress,
        )

    def events(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        action: str | None = None,
        action_prefix: str | None = None,
        resource_type: str | None = None,
    ) -> AuditEventPage:
        """Read the audit stream from a cursor on.

        Meant for exports: entries can be delivered more than once, and are told apart by the member that
        `meta.dedupe_on` names.

        GET /v1/audit-logs/events
        """
        return self._calls.call(
            ops.audit_logs_events,
            {
                "cursor": cursor,
                "limit": limit,
                "action": action,
                "action_prefix": action_prefix,
                "resource_type": resource_type,
            },
        )

    def iterate_events(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        action: str | None = None,
        action_prefix: str | None = None,
        resource_type: str | None = None,
        progress: OnProgress = None,
    ) -> Iterator[AuditLogEntry]:
        """Walk over everything that `events` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/audit-logs/events, repeatedly.
        """
        return walk_cursor(
            self._calls,
            ops.audit_logs_events,
            {"action": action, "action_prefix": action_prefix, "resource_type": resource_type, "limit": limit},
            cursor=cursor,
            progress=progress,
        )
