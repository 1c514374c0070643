# Mirrored from src/knoxcall/_async/walk.py by scripts/mirror_sync.py; do not edit.
"""Walking over the pages of a list operation: by page number, or by cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.sio import reporting, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trellis.core.engine import SyncCaller
    from trellis.core.progress import OnProgress, Reporting
    from trellis.core.runtime.operation import Operation

__all__ = ["walk_cursor", "walk_pages"]

T = TypeVar("T", bound="Mapping[str, Any]")


def walk_pages(
    calls: SyncCaller, operation: Operation[T], args: dict[str, Any], *, page: int, progress: OnProgress = None
) -> Iterator[Any]:
    """All items from page `page` on (1 is the first). Ends with an empty page, with `meta.total_pages`, and with a page
    that is the same as the one before, unless there are more pages now: then a page of newer items came in before it.
    """
    if isinstance(page, bool) or not isinstance(page, int):
        raise TypeError(f"page must be an int, got {type(page).__name__}")
    if page < 1:
        raise ValueError(f"page must be at least 1, got {page}")
    return _pages(calls, operation, args, page, reporting(progress, operation.id, "items"))


def _pages(
    calls: SyncCaller, operation: Operation[T], args: dict[str, Any], page: int, report: Reporting
) -> Iterator[Any]:
    before: Any = None
    last: Any = None
    first, given = page, 0
    total: int | None = None
    with report:
        while True:
            answer = calls.call(operation, {**args, "page": page})
            items = answer.get("data") or ()
            meta = answer.get("meta") or {}
            pages = meta.get("total_pages")
            same = items == before
            if not items or (same and not (isinstance(pages, int) and isinstance(last, int) and pages > last)):
                break
            if report.active:
                total = _total(meta, first)
                tell(report, given, total)
            if not same:
                for item in items:
                    yield item
                given += len(items)
            if isinstance(pages, int) and page >= pages:
                break
            before, last = items, pages
            page += 1
        if report.active:
            tell(report, given, total)


def _total(meta: Mapping[str, Any], first: int) -> int | None:
    """How many items there are from page `first` on, if the answer says so."""
    total, size = meta.get("total"), meta.get("per_page")
    if not isinstance(total, int) or (first > 1 and not isinstance(size, int)):
        return None
    return max(0, total - (first - 1) * (size or 0))


def walk_cursor(
    calls: SyncCaller,
    operation: Operation[T],
    args: dict[str, Any],
    *,
    cursor: str | None,
    progress: OnProgress = None,
) -> Iterator[Any]:
    """All items from `cursor` on. Ends when the answer names no next cursor, or one that was followed already."""
    return _cursors(calls, operation, args, cursor, reporting(progress, operation.id, "items"))


def _cursors(
    calls: SyncCaller, operation: Operation[T], args: dict[str, Any], cursor: str | None, report: Reporting
) -> Iterator[Any]:
    seen: set[str] = set()
    given = 0
    with report:
        while True:
            answer = calls.call(operation, {**args, "cursor": cursor})
            items = answer.get("data") or ()
            for item in items:
                yield item
            given += len(items)
            if report.active:
                tell(report, given)
            cursor = (answer.get("meta") or {}).get("next_cursor")
            if not cursor or cursor in seen:
                return
            seen.add(cursor)
