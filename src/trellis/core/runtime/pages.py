"""What every list answer has in common: a page of items that knows whether there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Page"]

T = TypeVar("T")


class Page(Generic[T]):
    """A list answer, from `x-pagination`: sized, iterable and indexable over its items, and always truthy.

    The members below are declared by some answers and not by others; where the server sends none, they are None.
    """

    __slots__ = ()

    additional_properties: dict[str, Any]

    @property
    def items(self) -> list[T]:
        """The items of this page; the member of the answer that holds them has its own name beside."""
        raise NotImplementedError

    def _sent(self, name: str) -> Any:
        # For what this answer's schema does not declare: a newer server may send it all the same.
        return self.additional_properties.get(name)

    @property
    def total(self) -> int | None:
        """How many items there are on the server in all."""
        value: int | None = self._sent("total")
        return value

    @property
    def limit(self) -> int | None:
        """The page size that the server applied."""
        value: int | None = self._sent("limit")
        return value

    @property
    def offset(self) -> int | None:
        """How many items were skipped before this page."""
        value: int | None = self._sent("offset")
        return value

    @property
    def sort_by(self) -> str | None:
        """The member that the items are sorted by."""
        value: str | None = self._sent("sort_by")
        return value

    @property
    def sort_order(self) -> str | None:
        """ "asc" or "desc"."""
        value: str | None = self._sent("sort_order")
        return value

    @property
    def window(self) -> int | None:
        """How many of the newest items the server lets one page through."""
        value: int | None = self._sent("window")
        return value

    @property
    def complete(self) -> bool | None:
        """Whether the server still holds everything that was ever in this list."""
        value: bool | None = self._sent("complete")
        return value

    @property
    def dropped(self) -> int | None:
        """How many items the server no longer holds."""
        value: int | None = self._sent("dropped")
        return value

    @property
    def has_more(self) -> bool:
        """Whether a further page can be asked for: `offset + count < min(total, window)`.

        False where the server does not say the total or the offset.
        """
        total, offset, window = self.total, self.offset, self.window
        if not isinstance(total, int) or not isinstance(offset, int):
            return False
        count = getattr(self, "count", None)
        if not isinstance(count, int):
            count = len(self.items)
        reach = min(total, window) if isinstance(window, int) else total
        return bool(offset + count < reach)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        return self.items[index]
