"""Walking over the pages of a list operation: by page number, or by cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from trellis.core.engine import AsyncCaller
    from trellis.core.runtime.operation import Operation

__all__ = ["walk_cursor", "walk_pages"]

T = TypeVar("T", bound="Mapping[str, Any]")


def walk_pages(calls: AsyncCaller, operation: Operation[T], args: dict[str, Any], *, page: int) -> AsyncIterator[Any]:
    """All items from page `page` on (1 is the first). Ends with an empty page, with `meta.total_pages`, and with a page
    that is the same as the one before."""
    if isinstance(page, bool) or not isinstance(page, int):
        raise TypeError(f"page must be an int, got {type(page).__name__}")
    if page < 1:
        raise ValueError(f"page must be at least 1, got {page}")
    return _pages(calls, operation, args, page)


async def _pages(calls: AsyncCaller, operation: Operation[T], args: dict[str, Any], page: int) -> AsyncIterator[Any]:
    before: Any = None
    while True:
        answer = await calls.call(operation, {**args, "page": page})
        items = answer.get("data") or ()
        if not items or items == before:
            return
        for item in items:
            yield item
        total = (answer.get("meta") or {}).get("total_pages")
        if isinstance(total, int) and page >= total:
            return
        before = items
        page += 1


def walk_cursor(
    calls: AsyncCaller, operation: Operation[T], args: dict[str, Any], *, cursor: str | None
) -> AsyncIterator[Any]:
    """All items from `cursor` on. Ends when the answer names no next cursor, or one that was followed already."""
    return _cursors(calls, operation, args, cursor)


async def _cursors(
    calls: AsyncCaller, operation: Operation[T], args: dict[str, Any], cursor: str | None
) -> AsyncIterator[Any]:
    seen: set[str] = set()
    while True:
        answer = await calls.call(operation, {**args, "cursor": cursor})
        for item in answer.get("data") or ():
            yield item
        cursor = (answer.get("meta") or {}).get("next_cursor")
        if not cursor or cursor in seen:
            return
        seen.add(cursor)
