"""A page is a sequence over its items, and knows whether there is more."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import define, field

from trellis.core.runtime.pages import Page


@define(kw_only=True)
class Runs(Page[int]):
    """A list answer that declares all there is to declare."""

    runs: list[int]
    count: int | None = None
    total: int | None = None
    limit: int | None = None
    offset: int | None = None
    additional_properties: dict[str, Any] = field(factory=dict)

    @property
    def items(self) -> list[int]:
        return self.runs


@define(kw_only=True)
class Events(Page[int]):
    """A list answer that declares nothing but its items."""

    events: list[int]
    count: int
    additional_properties: dict[str, Any] = field(factory=dict)

    @property
    def items(self) -> list[int]:
        return self.events


def test_it_is_a_sequence_over_its_items() -> None:
    page = Runs(runs=[1, 2, 3], count=3)
    assert (len(page), list(page), page[0], page[-1], page[1:]) == (3, [1, 2, 3], 1, 3, [2, 3])
    assert page.items is page.runs
    with pytest.raises(IndexError):
        page[3]


def test_it_is_truthy_even_when_empty() -> None:
    assert Runs(runs=[], count=0)


def test_what_the_server_does_not_say_is_none() -> None:
    page = Events(events=[1], count=1)
    members = ("total", "limit", "offset", "sort_by", "sort_order", "window", "complete", "dropped")
    assert [getattr(page, name) for name in members] == [None] * len(members)


def test_what_a_newer_server_says_is_read_from_the_extras() -> None:
    extras = {"total": 9, "limit": 5, "offset": 0, "sort_by": "id", "sort_order": "asc", "window": 7, "complete": True}
    page = Events(events=[1], count=1, additional_properties={**extras, "dropped": 2})
    for name, value in extras.items():
        assert getattr(page, name) == value
    assert page.dropped == 2
    assert page.has_more


@pytest.mark.parametrize(
    ("offset", "count", "total", "window", "more"),
    [
        (0, 2, 5, None, True),
        (3, 2, 5, None, False),
        (0, 0, 0, None, False),
        (8, 2, 100, 10, False),
        (7, 2, 100, 10, True),
        (0, 2, 5, 10, True),
        (4, 2, 5, None, False),
        (None, 2, 5, None, False),
        (0, 2, None, None, False),
        (0, 2, None, 10, False),
        (0, None, 5, None, True),
        (3, None, 5, None, False),
    ],
)
def test_has_more(offset: Any, count: Any, total: Any, window: Any, more: bool) -> None:
    extras = {} if window is None else {"window": window}
    page = Runs(runs=[1, 2], count=count, total=total, offset=offset, additional_properties=extras)
    assert page.has_more is more
