"""Walking over the pages of a list operation: by page number, or by cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.aio import reporting, tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from trellis.core.engine import AsyncCaller
    from trellis.core.progress import OnProgress, Reporting
    from trellis.core.runtime.operation import Operation

__all__ = ["walk_cursor", "walk_pages"]

T = TypeVar("T", bound="Mapping[str, Any]")


def walk_pages(
    calls: AsyncCaller, operation: Operation[T], args: dict[str, Any], *, page: int, progress: OnProgress = None
) -> AsyncIterator[Any]:
    """All items from page `page` on (1 is the first). Ends with an empty page, with `meta.total_pages`, and with a page
    that is the same as the one before, unless there are more pages now: then a page of newer items came in before it.
    """
    if isinstance(page, bool) or not isinstance(page, int):
        raise TypeError(f"page must be an int, got {type(page).__name__}")
    if page < 1:
        raise ValueError(f"page must be at least 1, got {page}")
    return _pages(calls, operation, args, page, reporting(progress, operation.id, "items"))


async def _pages(
    calls: AsyncCaller, operation: Operation[T], args: dict[str, Any], page: int, report: Reporting
) -> AsyncIterator[Any]:
    before: Any = None
    last: Any = None
    first, given = page, 0
    total: int | None = None
    with report:
        while True:
            answer = await calls.call(operation, {**args, "page": page})
            items = answer.get("data") or ()
            meta = answer.get("meta") or {}
            pages = meta.get("total_pages")
            same = items == before
            if not items or (same and not (isinstance(pages, int) and isinstance(last, int) and pages > last)):
                break
            if report.active:
                total = _total(meta, first)
                await tell(report, given, total)
            if not same:
                for item in items:
                    yield item
                given += len(items)
            if isinstance(pages, int) and page >= pages:
                break
            before, last = items, pages
            page += 1
        if report.active:
            await tell(report, given, total)


def _total(meta: Mapping[str, Any], first: int) -> int | None:
    """How many items there are from page `first` on, if the answer says so."""
    total, size = meta.get("total"), meta.get("per_page")
    if not isinstance(total, int) or (first > 1 and not isinstance(size, int)):
        return None
    return max(0, total - (first - 1) * (size or 0))


def walk_cursor(
    calls: AsyncCaller,
    operation: Operation[T],
    args: dict[str, Any],
    *,
    cursor: str | None,
    progress: OnProgress = None,
) -> AsyncIterator[Any]:
    """All items from `cursor` on. Ends when the answer names no next cursor, or one that was followed already."""
    return _cursors(calls, operation, args, cursor, reporting(progress, operation.id, "items"))


async def _cursors(
    calls: AsyncCaller, operation: Operation[T], args: dict[str, Any], cursor: str | None, report: Reporting
) -> AsyncIterator[Any]:
    seen: set[str] = set()
    given = 0
    with report:
        while True:
            answer = await calls.call(operation, {**args, "cursor": cursor})
            items = answer.get("data") or ()
            for item in items:
                yield item
            given += len(items)
            if report.active:
                await tell(report, given)
            cursor = (answer.get("meta") or {}).get("next_cursor")
            if not cursor or cursor in seen:
                return
            seen.add(cursor)
