"""Walking pages by offset: every reachable item once, and never for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.pagination import MAX_PAGE_SIZE, OffsetWalk

if TYPE_CHECKING:
    from collections.abc import Callable


class Page:
    """One answer of a list operation; None for what the server does not say."""

    def __init__(self, items: list[Any], total: int | None = None, offset: int | None = None) -> None:
        self.items = items
        self.total = total
        self.offset = offset


def walked(walk: OffsetWalk, fetch: Callable[[int, int], Page], most: int = 200) -> tuple[list[Any], list[Any]]:
    """The items of a whole walk, and the (limit, offset) of each page asked for. More than `most` pages fail."""
    items: list[Any] = []
    asked: list[tuple[int, int]] = []
    while not walk.done:
        assert len(asked) < most, "the walk does not end"
        asked.append((walk.limit, walk.offset))
        items.extend(walk.take(fetch(walk.limit, walk.offset)))
    return items, asked


def server(items: list[Any], *, total: bool = True, echo: bool = True, cap: int = MAX_PAGE_SIZE) -> Any:
    """A static list behind limit and offset."""

    def fetch(limit: int, offset: int) -> Page:
        page = items[offset : offset + min(limit, cap)]
        return Page(page, len(items) if total else None, offset if echo else None)

    return fetch


@pytest.mark.parametrize("total", [True, False], ids=["total", "no total"])
@pytest.mark.parametrize(
    ("size", "pages"),
    [(0, 1), (1, 1), (9, 1), (10, 1), (11, 2), (25, 3)],
)
def test_a_walk_asks_for_as_many_pages_as_there_are(size: int, pages: int, total: bool) -> None:
    items, asked = walked(OffsetWalk(10), server(list(range(size)), total=total))
    assert items == list(range(size))
    extra = not total and size == 10  # only an empty page tells that a full one was the last
    assert len(asked) == pages + extra


def test_a_walk_starts_where_it_is_told() -> None:
    items, asked = walked(OffsetWalk(10, 15), server(list(range(30))))
    assert items == list(range(15, 30))
    assert asked == [(10, 15), (10, 25)]


def test_a_start_beyond_the_end_is_an_empty_walk() -> None:
    assert walked(OffsetWalk(10, 99), server(list(range(5)))) == ([], [(10, 99)])


def test_a_server_with_smaller_pages_than_asked_for_is_followed_by_its_total() -> None:
    items, asked = walked(OffsetWalk(100), server(list(range(95)), cap=30))
    assert items == list(range(95))
    assert [offset for _, offset in asked] == [0, 30, 60, 90]


def test_a_server_that_ignores_the_offset_is_asked_twice_and_believed() -> None:
    def fetch(limit: int, offset: int) -> Page:
        return Page(list(range(limit)))

    items, asked = walked(OffsetWalk(10), fetch)
    assert items == list(range(10))
    assert len(asked) == 2


def test_a_server_that_answers_from_another_offset_is_not_followed() -> None:
    """Its items may even differ: what counts is that the page is not the one asked for."""
    count = iter(range(1000))

    def fetch(limit: int, offset: int) -> Page:
        return Page([next(count) for _ in range(limit)], 10_000, 0)

    items, asked = walked(OffsetWalk(10), fetch)
    assert items == list(range(10))
    assert len(asked) == 2


def test_a_server_that_gives_nothing_although_it_promised_more_ends_the_walk() -> None:
    items, asked = walked(
        OffsetWalk(10), lambda limit, offset: Page(list(range(10)) if offset == 0 else [], 50, offset)
    )
    assert items == list(range(10))
    assert len(asked) == 2


@pytest.mark.parametrize(("totals", "seen"), [([30, 15, 15], 20), ([15, 30, 30], 30)], ids=["shrinks", "grows"])
def test_the_newest_total_counts(totals: list[int], seen: int) -> None:
    left = iter(totals)

    def fetch(limit: int, offset: int) -> Page:
        return Page(list(range(offset, offset + limit)), next(left), offset)

    items, _ = walked(OffsetWalk(10), fetch)
    assert items == list(range(seen))


@pytest.mark.parametrize("page_size", [1, 10, 300, 999, 1000])
@pytest.mark.parametrize("window", [0, 1, 999, 1000, 2500])
def test_the_last_page_starts_at_the_edge_of_the_window_and_repeats_nothing(page_size: int, window: int) -> None:
    """The deepest item that can be had is at the window plus the largest page, whatever the size of pages before."""

    def fetch(limit: int, offset: int) -> Page:
        assert offset <= window, "the server would refuse this offset"
        assert limit <= MAX_PAGE_SIZE
        return Page(list(range(offset, min(offset + limit, 9000))), 9000, offset)

    walk = OffsetWalk(page_size, window=window)
    items, _ = walked(walk, fetch, most=3000)
    assert items == list(range(window + MAX_PAGE_SIZE))
    assert walk.truncated


@pytest.mark.parametrize("size", [0, 50, 100, 149, 150, 1100])
def test_a_list_that_fits_into_the_window_is_not_called_truncated(size: int) -> None:
    walk = OffsetWalk(50, window=100)
    items, _ = walked(walk, server(list(range(size))))
    assert items == list(range(size))
    assert not walk.truncated


def test_a_walk_that_starts_beyond_the_window_ends_with_what_it_got() -> None:
    walk = OffsetWalk(10, 500, window=100)
    items, asked = walked(walk, server(list(range(2000))))
    assert items == list(range(500, 510))
    assert len(asked) == 1
    assert walk.truncated


@given(
    size=st.integers(0, 60),
    page_size=st.integers(1, 70),
    start=st.integers(0, 70),
    total=st.booleans(),
    echo=st.booleans(),
)
def test_a_static_list_is_seen_once_and_whole(size: int, page_size: int, start: int, total: bool, echo: bool) -> None:
    items, _ = walked(OffsetWalk(page_size, start), server(list(range(size)), total=total, echo=echo))
    assert items == list(range(size))[start:]


@given(size=st.integers(0, 3000), page_size=st.integers(1, 1200), window=st.integers(0, 2000), total=st.booleans())
def test_a_static_list_behind_a_window_is_seen_once_as_far_as_it_can_be(
    size: int, page_size: int, window: int, total: bool
) -> None:
    items, _ = walked(OffsetWalk(page_size, window=window), server(list(range(size)), total=total), most=4000)
    assert items == list(range(min(size, window + MAX_PAGE_SIZE)))


numbers = st.none() | st.integers(-5, 50)
odd_pages = st.lists(st.lists(st.integers(0, 3), max_size=5), min_size=1, max_size=6)


@given(st.lists(st.integers(0, 3), max_size=5), numbers, numbers, st.integers(1, 5))
def test_a_server_that_always_says_the_same_is_asked_twice_at_most(
    items: list[int], total: int | None, offset: int | None, page_size: int
) -> None:
    _, asked = walked(OffsetWalk(page_size), lambda limit, start: Page(items, total, offset))
    assert len(asked) <= 2


@given(odd_pages, st.integers(-5, 50), numbers, st.integers(1, 5))
def test_whatever_pages_a_server_gives_its_total_ends_the_walk(
    pages: list[list[int]], total: int, offset: int | None, page_size: int
) -> None:
    left = iter(pages * 100)
    _, asked = walked(OffsetWalk(page_size), lambda limit, start: Page(next(left), total, offset))
    assert len(asked) <= max(total, 1)


@given(odd_pages, numbers, st.integers(1, 5), st.integers(0, 20))
def test_whatever_pages_a_server_gives_its_window_ends_the_walk(
    pages: list[list[int]], offset: int | None, page_size: int, window: int
) -> None:
    left = iter(pages * 100)
    _, asked = walked(OffsetWalk(page_size, window=window), lambda limit, start: Page(next(left), 10**9, offset))
    assert len(asked) <= window + 2


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"page_size": 0}, ValueError),
        ({"page_size": -1}, ValueError),
        ({"page_size": True}, TypeError),
        ({"page_size": 1.5}, TypeError),
        ({"page_size": "10"}, TypeError),
        ({"page_size": 10, "start": -1}, ValueError),
        ({"page_size": 10, "start": True}, TypeError),
        ({"page_size": 10, "start": None}, TypeError),
    ],
)
def test_a_walk_that_makes_no_sense_is_refused(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error, match=r"page_size|start_offset"):
        OffsetWalk(**options)


def test_a_page_size_above_the_servers_limit_is_lowered_to_it() -> None:
    assert OffsetWalk(99_999).limit == MAX_PAGE_SIZE
