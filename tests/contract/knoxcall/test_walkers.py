"""Walkers ask for page after page as items are needed, and come to an end whatever the server answers."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from ..document import knoxcall
from ..surfaces import AdapterCall, Surface
from .adapters import WALKERS, plain_call
from .surfaces import ASYNC, SURFACES, SYNC, adapter_methods

pytestmark = pytest.mark.parametrize("surface", SURFACES, ids=str)

METHODS = adapter_methods(SYNC.open())
BY_CURSOR = "audit_logs.iterate_events"
BY_PAGE = sorted(WALKERS.keys() - {BY_CURSOR})
each_walker = pytest.mark.parametrize("path", BY_PAGE)


class Pages:
    """A server whose pages are listed; after the last one, empty ones. total: what it says in `meta.total_pages`."""

    def __init__(self, *pages: Any, total: Any = None, endless: bool = False) -> None:
        self.pages, self.total, self.endless = pages, total, endless
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(dict(request.url.params))
        assert len(self.asked) <= 20, "walks for ever"
        index = len(self.asked) - 1
        past = self.pages[-1] if self.endless else []
        meta = {} if self.total is None else {"total_pages": self.total}
        return httpx.Response(200, json={"data": self.pages[index] if index < len(self.pages) else past, "meta": meta})


def walk(surface: Surface, path: str, server: Any, **options: Any) -> list[Any]:
    call = plain_call(knoxcall(), path, METHODS[path])
    result: list[Any] = surface.one(AdapterCall(path, call.args, options), server).unwrap()
    return result


def items(*ids: int) -> list[dict[str, Any]]:
    return [{"id": str(number)} for number in ids]


@each_walker
def test_all_items_of_all_pages_come_in_order(surface: Surface, path: str) -> None:
    server = Pages(items(1, 2), items(3, 4), items(5), total=3)

    assert walk(surface, path, server, per_page=2) == items(1, 2, 3, 4, 5)
    assert server.asked == [{"page": str(number), "per_page": "2"} for number in (1, 2, 3)]


@each_walker
def test_a_walk_can_start_at_a_later_page(surface: Surface, path: str) -> None:
    server = Pages(items(7), total=4)

    assert walk(surface, path, server, page=4) == items(7)
    assert server.asked == [{"page": "4"}]


@each_walker
@pytest.mark.parametrize("total", [None, "3", 99], ids=["not told", "as text", "too many"])
def test_an_empty_page_ends_a_walk_when_the_number_of_pages_is_no_help(surface: Surface, path: str, total: Any) -> None:
    server = Pages(items(1), items(2), total=total)

    assert walk(surface, path, server) == items(1, 2)
    assert [asked["page"] for asked in server.asked] == ["1", "2", "3"]


@each_walker
def test_a_server_that_does_not_advance_ends_a_walk(surface: Surface, path: str) -> None:
    server = Pages(items(1, 2), total=None, endless=True)

    assert walk(surface, path, server) == items(1, 2), "the same page again is not given out again"
    assert len(server.asked) == 2


@each_walker
def test_a_page_that_was_moved_on_by_newer_items_does_not_end_a_walk(surface: Surface, path: str) -> None:
    """Two items came in before page 2 was asked for, so that it holds what page 1 did."""
    pages = {"1": items(3, 4), "2": items(3, 4), "3": items(5)}

    def server(request: httpx.Request) -> httpx.Response:
        page = request.url.params["page"]
        return httpx.Response(200, json={"data": pages[page], "meta": {"total_pages": 2 if page == "1" else 3}})

    assert walk(surface, path, server, per_page=2) == items(3, 4, 5)


@pytest.mark.parametrize("data", [[], None], ids=["empty", "null"])
def test_nothing_to_walk_over_is_an_empty_walk(surface: Surface, data: Any) -> None:
    server = Pages(data, total=0)

    assert walk(surface, "routes.iterate", server) == []
    assert len(server.asked) == 1


def test_filters_go_with_every_page(surface: Surface) -> None:
    server = Pages(items(1), items(2), total=2)

    walk(surface, "audit_logs.iterate", server, action="route.create", resource_type="route")

    assert [(asked["action"], asked["resource_type"]) for asked in server.asked] == [("route.create", "route")] * 2


@each_walker
@pytest.mark.parametrize(("page", "error"), [(0, ValueError), (-1, ValueError), ("1", TypeError), (True, TypeError)])
def test_a_page_that_cannot_be_is_refused_before_anything_is_sent(
    surface: Surface, path: str, page: Any, error: type[Exception]
) -> None:
    server = Pages(items(1))
    call = plain_call(knoxcall(), path, METHODS[path])

    outcome = surface.one(AdapterCall(path, call.args, {"page": page}), server)

    assert type(outcome.error) is error
    assert server.asked == []


class Cursors:
    """A server of an audit stream: each cursor, with what it is answered and the next one."""

    def __init__(self, answers: dict[str | None, tuple[list[Any] | None, Any]]) -> None:
        self.answers = answers
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(dict(request.url.params))
        assert len(self.asked) <= 20, "walks for ever"
        data, following = self.answers[request.url.params.get("cursor")]
        return httpx.Response(200, json={"data": data, "meta": {"next_cursor": following}})


def test_a_cursor_is_followed_to_its_end(surface: Surface) -> None:
    server = Cursors({None: (items(1, 2), "c&1"), "c&1": ([], "c2"), "c2": (items(3), None)})

    assert walk(surface, BY_CURSOR, server, limit=2, action_prefix="route.") == items(1, 2, 3)
    assert server.asked == [
        {"limit": "2", "action_prefix": "route."},
        {"cursor": "c&1", "limit": "2", "action_prefix": "route."},
        {"cursor": "c2", "limit": "2", "action_prefix": "route."},
    ]


def test_a_walk_can_start_at_a_cursor(surface: Surface) -> None:
    server = Cursors({"c2": (items(3), "")})

    assert walk(surface, BY_CURSOR, server, cursor="c2") == items(3)
    assert len(server.asked) == 1


@pytest.mark.parametrize("again", ["c1", "c2"])
def test_cursors_that_go_round_in_a_circle_end_a_walk(surface: Surface, again: str) -> None:
    server = Cursors({None: (items(1), "c1"), "c1": (items(2), "c2"), "c2": (items(3), again)})

    assert walk(surface, BY_CURSOR, server) == items(1, 2, 3)
    assert len(server.asked) == 3


def test_a_page_is_asked_for_when_its_first_item_is_needed(surface: Surface) -> None:
    server = Pages(items(1, 2), items(3), total=2)
    asked: list[int] = []

    async def step_by_step() -> None:
        async with ASYNC.open(server) as client:
            walker = client.routes.iterate()
            asked.append(len(server.asked))
            async for _ in walker:
                asked.append(len(server.asked))

    if surface.asynchronous:
        asyncio.run(step_by_step())
    else:
        with SYNC.open(server) as client:
            walker = client.routes.iterate()
            asked.append(len(server.asked))
            asked += [len(server.asked) for _ in walker]

    assert asked == [0, 1, 1, 2]
