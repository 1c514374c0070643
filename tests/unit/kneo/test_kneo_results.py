"""Page and Map as values of a user's own, and walking with a function of one's own that fetches them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from kneo_client.core import Map, Page, PaginatedResult, iterate_all
from kneo_client.core import results as module


def test_a_page_is_its_items() -> None:
    page = Page(["a", "b", "c"])

    assert (list(page), len(page), page.count) == (["a", "b", "c"], 3, 3)
    assert (page[0], page[-1], page[1:]) == ("a", "c", ["b", "c"])
    assert "b" in page
    with pytest.raises(IndexError):
        page[3]


def test_a_page_knows_only_what_it_was_told() -> None:
    told = {field.name: getattr(Page([]), field.name) for field in dataclasses.fields(Page) if field.name != "items"}

    assert told == dict.fromkeys(("total", "limit", "offset", "sort_by", "sort_order", "window", "complete", "dropped"))


def test_an_empty_page_is_a_page() -> None:
    assert bool(Page([])) is True
    assert bool(Map({})) is True


@pytest.mark.parametrize(
    ("known", "more"),
    [
        ({}, False),
        ({"total": 10}, False),
        ({"offset": 0}, False),
        ({"offset": 0, "total": 2}, False),
        ({"offset": 0, "total": 3}, True),
        ({"offset": 1, "total": 3}, False),
        ({"offset": 0, "total": 10, "window": 2}, False),
        ({"offset": 0, "total": 10, "window": 3}, True),
        ({"offset": 0, "total": 2, "window": 10}, False),
        ({"offset": 9, "total": 3}, False),
    ],
    ids=str,
)
def test_more_follows_as_far_as_total_and_window_reach(known: dict[str, Any], more: bool) -> None:
    assert Page(["a", "b"], **known).has_more is more


def test_a_map_gives_its_entries_and_its_names() -> None:
    entries = Map({"a": 1, "b": 2})

    assert list(entries) == [1, 2], "like a page, it is walked by what it holds"
    assert (list(entries.keys()), list(entries.values()), entries.count, len(entries)) == (["a", "b"], [1, 2], 2, 2)
    assert (entries["a"], entries.get("b"), entries.get("c"), entries.get("c", 3)) == (1, 2, None, 3)
    assert ("a" in entries, 1 in entries) == (True, False)
    with pytest.raises(KeyError, match="c"):
        entries["c"]


@pytest.mark.parametrize("value", [Page([1], total=5, offset=0), Map({"a": 1})], ids=["page", "map"])
def test_both_are_frozen_and_equal_by_value(value: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.items = []
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301
        assert twin == value
    assert value != dataclasses.replace(value, items=type(value.items)())


def test_the_module_has_what_its_later_name_promises() -> None:
    assert sorted(module.__all__) == ["DEFAULT_PAGE_SIZE", "MAX_PAGE_SIZE", "Map", "Page", "iterate_all"]
    assert module.iterate_all is iterate_all


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [Page, PaginatedResult])
async def test_either_kind_of_page_can_be_walked(kind: Any) -> None:
    asked: list[tuple[int, int]] = []

    async def fetch(limit: int, offset: int) -> Any:
        asked.append((limit, offset))
        return kind(items=list(range(7))[offset : offset + limit], total=7, limit=limit, offset=offset)

    walked = [item async for item in iterate_all(fetch, page_size=3, start_offset=1)]

    assert walked == [1, 2, 3, 4, 5, 6]
    assert asked == [(3, 1), (3, 4)]


@pytest.mark.anyio
async def test_pages_without_a_total_end_with_a_short_one() -> None:
    asked: list[int] = []

    async def fetch(limit: int, offset: int) -> Page[int]:
        asked.append(offset)
        return Page(list(range(5))[offset : offset + limit])

    assert [item async for item in iterate_all(fetch, page_size=2)] == [0, 1, 2, 3, 4]
    assert asked == [0, 2, 4]


@pytest.mark.anyio
async def test_a_fetcher_that_ignores_the_offset_ends_the_walk() -> None:
    async def fetch(limit: int, offset: int) -> Page[int]:
        return Page(list(range(limit)))

    assert [item async for item in iterate_all(fetch, page_size=2)] == [0, 1]


@pytest.mark.anyio
async def test_a_page_size_beyond_the_largest_is_lowered_and_an_error_comes_through() -> None:
    limits: list[int] = []

    async def fetch(limit: int, offset: int) -> Page[int]:
        limits.append(limit)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        [item async for item in iterate_all(fetch, page_size=5000)]
    assert limits == [1000]
