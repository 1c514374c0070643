"""Walking over the pages of a list operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.aio import reporting, tell
from trellis.core.pagination import MAX_PAGE_SIZE, OffsetWalk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from trellis.core.engine import AsyncCaller
    from trellis.core.progress import OnProgress, Reporting
    from trellis.core.runtime.operation import Operation
    from trellis.core.runtime.pages import Page

__all__ = ["walk", "warn_of_more"]

T = TypeVar("T")


def walk(
    calls: AsyncCaller,
    operation: Operation[Page[T]],
    args: dict[str, Any],
    *,
    page_size: int,
    start_offset: int,
    may_lack_offsets: bool = False,
    progress: OnProgress = None,
) -> AsyncIterator[T]:
    """All items of a list operation. Arguments are checked now, pages fetched as they are needed.

    may_lack_offsets: older platforms have this list without offsets, and say so by echoing none.
    """
    window = operation.pagination.window if operation.pagination is not None else None
    state = OffsetWalk(page_size, start_offset, window)
    report = reporting(progress, operation.id, "items")
    return _items(calls, operation, args, state, may_lack_offsets, report)


async def _items(
    calls: AsyncCaller,
    operation: Operation[Page[T]],
    args: dict[str, Any],
    state: OffsetWalk,
    may_lack_offsets: bool,
    report: Reporting,
) -> AsyncIterator[T]:
    start = state.offset
    given = 0
    total: int | None = None
    with report:
        while not state.done:
            sent = {**args, "limit": state.limit, "offset": state.offset}
            if may_lack_offsets and not state.offset:
                del sent["offset"]  # the default, and a parameter that an older platform does not have
            page = await calls.call(operation, sent)
            if may_lack_offsets and page.offset is None:
                async for item in _unpaged(calls, operation, args, page, state.limit, start, report):
                    yield item
                return
            items = state.take(page)
            if report.active:
                total = None if page.total is None else max(0, page.total - start)
                await tell(report, given, total)
            for item in items:
                yield item
            given += len(items)
        if report.active:
            await tell(report, given, total)
    if state.truncated:
        warn_of_more(operation.id, f"the platform's offset window of {state.window}")


async def _unpaged(
    calls: AsyncCaller,
    operation: Operation[Page[T]],
    args: dict[str, Any],
    page: Page[T],
    limit: int,
    start: int,
    report: Reporting,
) -> AsyncIterator[T]:
    """A list without offsets, of which `page` was answered: there is no second page, but perhaps a larger first one."""
    if len(page.items) >= limit and limit < MAX_PAGE_SIZE:
        page = await calls.call(operation, {**args, "limit": MAX_PAGE_SIZE})
    items = page.items[start:]
    if report.active:
        await tell(report, 0, len(items))
    for item in items:
        yield item
    if report.active:
        await tell(report, len(items), len(items))
    if len(page.items) >= MAX_PAGE_SIZE or (page.total is not None and page.total > len(page.items)):
        warn_of_more(operation.id, f"the largest page of {MAX_PAGE_SIZE}")


def warn_of_more(operation_id: str, limit: str) -> None:
    """Say in the log that a walk could not show everything."""
    from ..core.logging import get_logger

    get_logger("pagination").warning("%s ends at %s; more items may exist than can be listed", operation_id, limit)
