"""Walking over the pages of a list operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.pagination import OffsetWalk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from trellis.core.engine import AsyncCaller
    from trellis.core.runtime.operation import Operation
    from trellis.core.runtime.pages import Page

__all__ = ["walk"]

T = TypeVar("T")


def walk(
    calls: AsyncCaller,
    operation: Operation[Page[T]],
    args: dict[str, Any],
    *,
    page_size: int,
    start_offset: int,
) -> AsyncIterator[T]:
    """All items of a list operation. Arguments are checked now, pages fetched as they are needed."""
    window = operation.pagination.window if operation.pagination is not None else None
    return _items(calls, operation, args, OffsetWalk(page_size, start_offset, window))


async def _items(
    calls: AsyncCaller, operation: Operation[Page[T]], args: dict[str, Any], state: OffsetWalk
) -> AsyncIterator[T]:
    while not state.done:
        page = await calls.call(operation, {**args, "limit": state.limit, "offset": state.offset})
        for item in state.take(page):
            yield item
    if state.truncated:
        from ..core.logging import get_logger

        get_logger("pagination").warning(
            "%s ends at the platform's offset window of %s; more items exist than can be listed",
            operation.id,
            state.window,
        )
