"""Pages and maps as plain values, for functions of one's own that fetch pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from .pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, iterate_all

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView, Mapping, ValuesView

__all__ = ["DEFAULT_PAGE_SIZE", "MAX_PAGE_SIZE", "Map", "Page", "iterate_all"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, with whatever the server said about the whole; None where it said nothing.

    The clients' list methods return the answers' own models, which have all of this as well.
    window: how many of the newest items can be paged over. complete, dropped: whether, and how many, items are gone.
    """

    items: list[T]
    total: int | None = None
    limit: int | None = None
    offset: int | None = None
    sort_by: str | None = None
    sort_order: str | None = None
    window: int | None = None
    complete: bool | None = None
    dropped: int | None = None

    @property
    def count(self) -> int:
        """How many items this page holds."""
        return len(self.items)

    @property
    def has_more(self) -> bool:
        """Whether a further page can be asked for; False where offset or total are not known."""
        if self.offset is None or self.total is None:
            return False
        reach = self.total if self.window is None else min(self.total, self.window)
        return self.offset + self.count < reach

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return True

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        return self.items[index]


@dataclass(frozen=True)
class Map(Generic[K, V]):
    """Entries by name. Iterating gives the values, as a page gives its items; `keys()` gives the names."""

    items: Mapping[K, V]

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self.items)

    def __getitem__(self, key: K) -> V:
        return self.items[key]

    def __iter__(self) -> Iterator[V]:
        return iter(self.items.values())

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, key: object) -> bool:
        return key in self.items

    def get(self, key: K, default: Any = None) -> Any:
        """The entry called `key`, or `default`."""
        return self.items.get(key, default)

    def keys(self) -> KeysView[K]:
        """The names."""
        return self.items.keys()

    def values(self) -> ValuesView[V]:
        """The entries."""
        return self.items.values()
