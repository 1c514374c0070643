"""Walking a list while others change it: a model of such a list, which gains and loses items between any two pages."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from trellis.core.pagination import OffsetWalk

if TYPE_CHECKING:
    from collections.abc import Sequence


class Answer:
    """One page; None for what the server does not say."""

    def __init__(self, items: list[int], total: int | None, offset: int | None) -> None:
        self.items: Sequence[int] = items
        self.total = total
        self.offset = offset


class ChangingList(RuleBasedStateMachine):
    """A server's list, which others change between any two pages of a walk."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = count(1000)
        self.items = list(range(17))
        self.there_all_along = set(self.items)
        self.walk = OffsetWalk(3)
        self.seen: list[int] = []
        self.asked = 0
        self.shrunk = False

    @precondition(lambda self: not self.walk.done)
    @rule(echo=st.booleans())
    def next_page(self, echo: bool) -> None:
        offset, limit = self.walk.offset, self.walk.limit
        page = self.items[offset : offset + limit]
        self.seen += self.walk.take(Answer(page, len(self.items), offset if echo else None))
        self.asked += 1

    @rule(many=st.integers(1, 7))
    def newer_ones_come_in_front(self, many: int) -> None:
        self.items[:0] = [next(self.ids) for _ in range(many)]

    @rule(many=st.integers(1, 7))
    def more_come_at_the_end(self, many: int) -> None:
        self.items += [next(self.ids) for _ in range(many)]

    @rule(place=st.integers(0, 30))
    def one_comes_anywhere(self, place: int) -> None:
        self.items.insert(place, next(self.ids))

    @precondition(lambda self: self.items)
    @rule(place=st.integers(0, 30))
    def one_goes(self, place: int) -> None:
        gone = self.items.pop(place % len(self.items))
        self.there_all_along.discard(gone)
        self.shrunk = True

    @invariant()
    def nothing_is_made_up_and_the_walk_goes_forward(self) -> None:
        assert all(item < 17 or item >= 1000 for item in self.seen)
        assert self.asked <= (len(self.seen) + 1) * 2 + 1
        assert self.walk.offset <= 17 + len(self.items) + len(self.seen)

    def teardown(self) -> None:
        """Left alone, the walk comes to its end. If nothing was taken away, it has seen all that was there."""
        for _ in range(200):
            if self.walk.done:
                break
            self.next_page(True)
        assert self.walk.done
        if not self.shrunk:
            assert self.there_all_along <= set(self.seen)


TestChangingList = ChangingList.TestCase
TestChangingList.settings = settings(max_examples=60, stateful_step_count=14, deadline=None)


@given(
    size=st.integers(0, 30),
    page_size=st.integers(1, 7),
    bursts=st.lists(st.integers(0, 9), max_size=12),
    echo=st.booleans(),
)
def test_nothing_is_lost_however_many_come_in_front(size: int, page_size: int, bursts: list[int], echo: bool) -> None:
    """Lists of the newest first: what comes in moves the rest on, so an item may come twice, and none is passed over,
    not even if exactly a page of them comes in."""
    items = list(range(size))
    walk = OffsetWalk(page_size)
    seen: list[int] = []
    coming = iter([*bursts, *([0] * 100)])
    while not walk.done:
        offset = walk.offset
        seen += walk.take(Answer(items[offset : offset + walk.limit], len(items), offset if echo else None))
        items[:0] = [100 + len(items) + number for number in range(next(coming))]
    assert set(range(size)) <= set(seen)
