"""Walking lists page by page: how a walk goes on, and when it must stop. Pure; adapters fetch the pages.

A walk ends at the last page, at a page that does not advance (a server that ignores the offset would otherwise be
asked for ever), and at the largest offset the server accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DEFAULT_PAGE_SIZE", "MAX_PAGE_SIZE", "OffsetWalk"]

DEFAULT_PAGE_SIZE = 100
"""How many items a walk asks for at a time, unless told otherwise."""
MAX_PAGE_SIZE = 1000
"""The largest page that may be asked for."""


class OffsetPage(Protocol):
    """What a walk looks at in a page."""

    @property
    def items(self) -> Sequence[Any]: ...
    @property
    def total(self) -> int | None: ...
    @property
    def offset(self) -> int | None: ...


class OffsetWalk:
    """The state of one walk by limit and offset: ask for `limit` items from `offset`, hand the page to `take`.

    window: the largest offset that may be asked for; the last page starts there. truncated: the walk ended although
    more items exist.
    """

    __slots__ = ("_previous", "_skip", "_total", "done", "limit", "offset", "truncated", "window")

    def __init__(self, page_size: int, start: int = 0, window: int | None = None) -> None:
        if isinstance(page_size, bool) or not isinstance(page_size, int):
            raise TypeError(f"page_size must be an int, got {type(page_size).__name__}")
        if page_size < 1:
            raise ValueError(f"page_size must be at least 1, got {page_size}")
        if isinstance(start, bool) or not isinstance(start, int):
            raise TypeError(f"start_offset must be an int, got {type(start).__name__}")
        if start < 0:
            raise ValueError(f"start_offset must not be negative, got {start}")
        self.limit = min(page_size, MAX_PAGE_SIZE)
        self.offset = start
        self.window = window
        self.done = False
        self.truncated = False
        self._previous: Sequence[Any] | None = None
        self._total: int | None = None
        self._skip = 0

    def take(self, page: OffsetPage) -> Sequence[Any]:
        """The items of `page` that are new, after deciding whether and where the walk goes on."""
        items = page.items
        total = _number(page.total)
        same = self._previous is not None and list(items) == list(self._previous)
        grown = total is not None and self._total is not None and total > self._total
        # The same page once more: the server did not advance, or as many items as a page holds came in before it.
        if not items or self._is_elsewhere(page) or (same and not grown):
            self.done = True
            return () if items else items
        self._previous, self._total = items, total
        reached = self.offset + len(items)
        new: Sequence[Any] = () if same else items[self._skip :] if self._skip else items
        self._skip = 0
        if total is not None and reached >= total:
            self.done = True
        elif total is None and len(items) < self.limit:
            self.done = True  # without a total only a short page tells that it was the last
        elif self.window is None or reached < self.window:
            self.offset = reached
        elif self.offset < self.window or (self.offset == self.window and self.limit < MAX_PAGE_SIZE):
            # One more page can be had from the very edge of the window, the largest there is; what was seen of it
            # already is skipped.
            self._skip = reached - self.window
            self.offset = self.window
            self.limit = MAX_PAGE_SIZE
        else:
            self.done = self.truncated = True
        return new

    def _is_elsewhere(self, page: OffsetPage) -> bool:
        """Whether a later page says that it is at another offset than asked for."""
        offset = _number(page.offset)
        return self._previous is not None and offset is not None and offset != self.offset


def _number(value: object) -> int | None:
    """What a server says of its page, if it is a number at all: decoding does not look at the types of echoes."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
