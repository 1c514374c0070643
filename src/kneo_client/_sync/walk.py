# Mirrored from src/kneo_client/_async/walk.py by scripts/mirror_sync.py; do not edit.
"""Walking over the pages of a list operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.pagination import MAX_PAGE_SIZE, OffsetWalk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trellis.core.engine import SyncCaller
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
) -> Iterator[T]:
    """All items of a list operation. Arguments are checked now, pages fetched as they are needed."""
    if operation.pagination is not None and operation.pagination.kind == "limit":
        OffsetWalk(page_size)
        return _only_page(calls, operation, args)
    window = operation.pagination.window if operation.pagination is not None else None
    return _items(calls, operation, args, OffsetWalk(page_size, start_offset, window))


def _items(calls: SyncCaller, operation: Operation[Page[T]], args: dict[str, Any], state: OffsetWalk) -> Iterator[T]:
    while not state.done:
        page = calls.call(operation, {**args, "limit": state.limit, "offset": state.offset})
        for item in state.take(page):
            yield item
    if state.truncated:
        warn_of_more(operation.id, f"the platform's offset window of {state.window}")


def _only_page(calls: SyncCaller, operation: Operation[Page[T]], args: dict[str, Any]) -> Iterator[T]:
    """A list without offsets: there is no way to a second page, so the first is asked for as large as can be."""
    page = calls.call(operation, {**args, "limit": MAX_PAGE_SIZE})
    for item in page.items:
        yield item
    if len(page.items) >= MAX_PAGE_SIZE or (page.total is not None and page.total > len(page.items)):
        warn_of_more(operation.id, f"the largest page of {MAX_PAGE_SIZE}")


def warn_of_more(operation_id: str, limit: str) -> None:
    """Say in the log that a walk could not show everything."""
    from ..core.logging import get_logger

    get_logger("pagination").warning("%s ends at %s; more items may exist than can be listed", operation_id, limit)
