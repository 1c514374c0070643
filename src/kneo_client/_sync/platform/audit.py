# Mirrored from src/kneo_client/_async/platform/audit.py by scripts/mirror_sync.py; do not edit.
"""The audit trail: who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.pagination import DEFAULT_PAGE_SIZE

from ..._generated import operations as ops
from ...core._declared import only_declared
from ..transport import caller_of
from ..walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._generated.models import AuditEventListResponse, AuditEventListResponseEventsItem
    from ..transport import SyncTransport

__all__ = ["SyncAuditClient"]


class SyncAuditClient:
    """Audit events, newest first."""

    def __init__(self, transport: SyncTransport) -> None:
        self._calls = caller_of(transport)

    def list(
        self,
        *,
        event_type: str | None = None,
        run_id: str | None = None,
        principal: str | None = None,
        limit: int = 100,
        offset: int | None = None,
        sort_by: str | None = None,
        sort_order: str | None = None,
    ) -> AuditEventListResponse:
        """The newest audit events.

        event_type, run_id: only events of these. limit: 1 to 1000. The pinned platform (0.4.0) cannot page or sort
        them, and no version filters by principal: `principal`, `offset`, `sort_by` and `sort_order` are not sent, each
        with a DeprecationWarning. An event's `actor` says who it was.

        GET /v1/audit-events
        """
        args = {
            "event_type": event_type,
            "run_id": run_id,
            "principal": principal,
            "limit": limit,
            "offset": offset,
            "sort_by": sort_by,
            "sort_order": sort_order,
        }
        return self._calls.call(ops.list_audit_events, only_declared(ops.list_audit_events, args))

    def iterate(
        self, *, event_type: str | None = None, run_id: str | None = None, page_size: int = DEFAULT_PAGE_SIZE
    ) -> Iterator[AuditEventListResponseEventsItem]:
        """Walk over all audit events that the platform shows: the newest 1000, in one page, with the pinned 0.4.0.

        If there may be more, the log gets a warning; narrow the walk by `run_id` or `event_type` then.

        GET /v1/audit-events
        """
        return walk(
            self._calls,
            ops.list_audit_events,
            {"event_type": event_type, "run_id": run_id},
            page_size=page_size,
            start_offset=0,
        )
