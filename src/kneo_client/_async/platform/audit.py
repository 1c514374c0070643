"""The audit trail: who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.pagination import DEFAULT_PAGE_SIZE

from ..._generated import operations as ops
from ...core._declared import only_declared
from ..transport import caller_of
from ..walk import walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from trellis.core.progress import OnProgress

    from ..._generated.models import AuditEventListResponse, AuditEventListResponseEventsItem
    from ..._options import SortOrder
    from ..transport import Transport

__all__ = ["AuditClient"]


class AuditClient(Group):
    """Audit events, newest first unless something else is asked for."""

    def __init__(self, transport: Transport) -> None:
        self._calls = caller_of(transport)

    async def list(
        self,
        *,
        event_type: str | None = None,
        run_id: str | None = None,
        principal: str | None = None,
        limit: int = 100,
        offset: int | None = None,
        sort_by: str | None = None,
        sort_order: SortOrder | None = None,
    ) -> AuditEventListResponse:
        """One page of audit events.

        event_type, run_id: only events of these. limit: 1 to 1000. offset: 0 to 10000. sort_by, sort_order: by default
        the platform's own order, the newest first. `offset`, `sort_by` and `sort_order` need a platform from 0.6.0 on;
        older ones ignore them and show the newest events in one page. No platform filters by principal: `principal` is
        not sent, with a DeprecationWarning. An event's `actor` says who it was.

        GET /v1/audit-events. `iterate` walks over all pages.
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
        return await self._calls.call(ops.list_audit_events, only_declared(ops.list_audit_events, args))

    def iterate(
        self,
        *,
        event_type: str | None = None,
        run_id: str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        start_offset: int = 0,
        sort_by: str | None = None,
        sort_order: SortOrder | None = None,
        progress: OnProgress = None,
    ) -> AsyncIterator[AuditEventListResponseEventsItem]:
        """Walk over all audit events that the platform shows, fetching a page of `page_size` whenever one is used up.

        New events come first, so those that happen during the walk move the others on, and some are seen twice;
        `sort_order="asc"` avoids that. Nothing is served beyond offset 10000. Platforms before 0.6.0 have no pages: the
        walk then shows their newest 1000 events. Where there may be more, the log gets a warning; narrow the walk by
        `run_id` or `event_type` then.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/audit-events, repeatedly.
        """
        return walk(
            self._calls,
            ops.list_audit_events,
            {"event_type": event_type, "run_id": run_id, "sort_by": sort_by, "sort_order": sort_order},
            page_size=page_size,
            start_offset=start_offset,
            may_lack_offsets=True,
            progress=progress,
        )
