"""Pages of a list, and walking over them with a function of one's own that fetches a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from trellis.core.aio import reporting, tell
from trellis.core.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, OffsetWalk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from trellis.core.progress import OnProgress

__all__ = ["DEFAULT_PAGE_SIZE", "MAX_PAGE_SIZE", "PaginatedResult", "iterate_all"]

T = TypeVar("T")
Item = TypeVar("Item", covariant=True)


class FetchedPage(Protocol[Item]):
    """What `iterate_all` looks at in a page: a `PaginatedResult`, a `Page`, or the answer of a list method."""

    @property
    def items(self) -> Sequence[Item]: ...
    @property
    def total(self) -> int | None: ...
    @property
    def offset(self) -> int | None: ...


@dataclass
class PaginatedResult(Generic[T]):
    """One page: its items, and where it stands in the whole list.

    total: items over all pages. limit: the page size asked for. offset: the position of the first item.
    """

    items: list[T] = field(default_factory=list)
    total: int = 0
    limit: int = DEFAULT_PAGE_SIZE
    offset: int = 0
    sort_by: str | None = None
    sort_order: str | None = None

    @property
    def count(self) -> int:
        """How many items this page holds."""
        return len(self.items)

    @property
    def has_more(self) -> bool:
        """Whether items follow this page."""
        return self.offset + self.count < self.total


async def iterate_all(
    fetch_page: Callable[[int, int], Awaitable[FetchedPage[T]]],
    *,
    page_size: int = DEFAULT_PAGE_SIZE,
    start_offset: int = 0,
    progress: OnProgress = None,
) -> AsyncIterator[T]:
    """Walk over all items, page by page, from `start_offset`.

    fetch_page: called with (limit, offset). page_size: at least 1; more than `MAX_PAGE_SIZE` is lowered to it.
    progress: told of the items given out so far: a function, or True for a bar; see `trellis.core.progress.Progress`.
    The walk ends with the total, an empty page, or a page that does not advance. Raises ValueError or TypeError for a
    page_size or start_offset that cannot be, and whatever `fetch_page` raises.
    """
    walk = OffsetWalk(page_size, start_offset)
    given = 0
    total: int | None = None
    with reporting(progress, "walk", "items") as report:
        while not walk.done:
            page = await fetch_page(walk.limit, walk.offset)
            items = walk.take(page)
            if report.active:
                total = None if page.total is None else max(0, page.total - start_offset)
                await tell(report, given, total)
            for item in items:
                yield item
            given += len(items)
        if report.active:
            await tell(report, given, total)
