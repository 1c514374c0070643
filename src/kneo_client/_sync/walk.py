# Mirrored from src/kneo_client/_async/walk.py by scripts/mirror_sync.py; do not edit.
"""Walking over the pages of a list operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.pagination import MAX_PAGE_SIZE, OffsetWalk
from trellis.core.sio import reporting, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trellis.core.engine import SyncCaller
    from trellis.core.progress import OnProgress, Reporting
    from trellis.core.runtime.operation import Operation
    from trellis.core.runtime.pages import Page

__all__ = ["walk", "warn_of_more"]

T = TypeVar("T")


def walk(
    calls: SyncCaller,
    operation: Operation[Page[T]],
    args: dict[str, Any],
    *,
    page_size: int,
    start_offset: int,
    may_lack_offsets: bool = False,
    progress: OnProgress = None,
) -> Iterator[T]:
    """All items of a list operation. Arguments are checked now, pages fetched as they are needed.

    may_lack_offsets: older platforms have this list without offsets, and say so by echoing none.
    """
    window = operation.pagination.window if operation.pagination is not None else None
    state = OffsetWalk(page_size, start_offset, window)
    report = reporting(progress, operation.id, "items")
    return _items(calls, operation, args, state, may_lack_offsets, report)


def _items(
    calls: SyncCaller,
    operation: Operation[Page[T]],
    args: dict[str, Any],
    state: OffsetWalk,
    may_lack_offsets: bool,
    report: Reporting,
) -> Iterator[T]:
    start = state.offset
    given = 0
    total: int | None = None
    with report:
        while not state.done:
            sent = {**args, "limit": state.limit, "offset": state.offset}
            if may_lack_offsets and not state.offset:
                del sent["offset"]  # the default, and a parameter that an older platform does not have
            page = calls.call(operation, sent)
            if may_lack_offsets and page.offset is None:
                for item in _unpaged(calls, operation, args, page, state.limit, start, report):
                    yield item
                return
            items = state.take(page)
            if report.active:
                total = None if page.total is None else max(0, page.total - start)
                tell(report, given, total)
            for item in items:
                yield item
            given += len(items)
        if report.active:
            tell(report, given, total)
    if state.truncated:
        warn_of_more(operation.id, f"the platform's offset window of {state.window}")


def _unpaged(
    calls: SyncCaller,
    operation: Operation[Page[T]],
    args: dict[str, Any],
    page: Page[T],
    limit: int,
    start: int,
    report: Reporting,
) -> Iterator[T]:
    """A list without offsets, of which `page` was answered: there is no second page, but perhaps a larger first one."""
    if len(page.items) >= limit and limit < MAX_PAGE_SIZE:
        page = calls.call(operation, {**args, "limit": MAX_PAGE_SIZE})
    items = page.items[start:]
    if report.active:
        tell(report, 0, len(items))
    for item in items:
        yield item
    if report.active:
        tell(report, len(items), len(items))
    if len(page.items) >= MAX_PAGE_SIZE or (page.total is not None and page.total > len(page.items)):
        warn_of_more(operation.id, f"the largest page of {MAX_PAGE_SIZE}")


def warn_of_more(operation_id: str, limit: str) -> None:
    """Say in the log that a walk could not show everything."""
    from ..core.logging import get_logger

    get_logger("pagination").warning("%s ends at %s; more items may exist than can be listed", operation_id, limit)
