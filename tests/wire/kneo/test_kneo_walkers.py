"""Every list has its walker, which sees each item of an emulated platform once and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.wire.kneo.both_clients import Either
    from trellis.emulator import EmulatorHandle

TRIAGE = {"spec_path": "support_triage.yaml", "input": "x"}
REVIEW = {"spec_path": "human_review.yaml", "input": "x"}
WALKS = {
    "runs": ("list", "iterate", "run_id", "runs"),
    "checkpoints": ("checkpoints", "iterate_checkpoints", "sequence", "checkpoints"),
    "trace": ("trace", "iterate_trace", "sequence", "events"),
    "human tasks": ("list", "iterate", "id", "tasks"),
}
each_walk = pytest.mark.parametrize("name", WALKS)


def prepared(either: Either, client: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    """The adapter of a list with at least five items on the platform, and what to name the list by."""
    if name == "human tasks":
        for _ in range(5):
            either.do(client.platform.runs.create(REVIEW))
        return client.platform.human_tasks, ()
    runs = [either.do(client.platform.runs.create(TRIAGE)) for _ in range(5)]
    return client.platform.runs, (() if name == "runs" else (runs[0].run_id,))


@each_walk
@pytest.mark.parametrize("page_size", [1, 2, 1000])
def test_a_walk_sees_what_a_page_of_everything_shows(
    either: Either, kneo_server: EmulatorHandle, name: str, page_size: int
) -> None:
    lister, walker, identity, member = WALKS[name]
    adapter, where = prepared(either, either.client(kneo_server.url), name)
    page = either.do(getattr(adapter, lister)(*where, limit=1000))
    kneo_server.requests.clear()

    walked = either.collect(getattr(adapter, walker)(*where, page_size=page_size))

    assert len(walked) >= 5
    assert [item[identity] for item in walked] == [item[identity] for item in page]
    assert [item.to_dict() for item in walked] == [item.to_dict() for item in getattr(page, member)]
    assert len(kneo_server.requests) == -(-len(walked) // page_size)


@each_walk
def test_a_walk_starts_where_it_is_told_and_sorts_as_it_is_told(
    either: Either, kneo_server: EmulatorHandle, name: str
) -> None:
    _, walker, identity, _ = WALKS[name]
    adapter, where = prepared(either, either.client(kneo_server.url), name)
    walk = getattr(adapter, walker)

    up = [item[identity] for item in either.collect(walk(*where, sort_by=identity, sort_order="asc", page_size=2))]
    down = [
        item[identity]
        for item in either.collect(walk(*where, sort_by=identity, sort_order="desc", page_size=2, start_offset=2))
    ]

    assert up == sorted(up)
    assert down == up[::-1][2:]


@each_walk
def test_a_page_is_its_items_and_knows_what_follows(either: Either, kneo_server: EmulatorHandle, name: str) -> None:
    lister, _, identity, member = WALKS[name]
    adapter, where = prepared(either, either.client(kneo_server.url), name)

    page = either.do(getattr(adapter, lister)(*where, limit=2, offset=1))

    assert page.items is getattr(page, member)
    assert (len(page), page.count, page.limit, page.offset, page.has_more) == (2, 2, 2, 1, True)
    assert page.total is not None
    assert page.total >= 5
    assert [item[identity] for item in page] == [page[0][identity], page[-1][identity]]
    assert page[:1] == [page[0]]
    last = either.do(getattr(adapter, lister)(*where, limit=1000, offset=page.total - 1))
    assert (last.count, last.has_more) == (1, False)
    beyond = either.do(getattr(adapter, lister)(*where, offset=10_000))
    assert (list(beyond), bool(beyond), beyond.has_more) == ([], True, False)


def test_a_walk_asks_for_a_page_when_the_one_before_is_used_up(either: Either, kneo_server: EmulatorHandle) -> None:
    client = either.client(kneo_server.url)
    adapter, _ = prepared(either, client, "runs")
    kneo_server.requests.clear()
    seen: list[int] = []

    async def walk() -> None:
        async for _ in adapter.iterate(page_size=2):
            seen.append(len(kneo_server.requests))

    if either.is_async:
        either.do(walk())
    else:
        seen.extend(len(kneo_server.requests) for _ in adapter.iterate(page_size=2))
    assert seen == [1, 1, 2, 2, 3]


def test_filters_hold_on_every_page(either: Either, kneo_server: EmulatorHandle) -> None:
    client = either.client(kneo_server.url)
    adapter, _ = prepared(either, client, "runs")
    for _ in range(3):
        either.do(client.platform.runs.create(REVIEW))

    assert len(either.collect(adapter.iterate(status="blocked", page_size=1))) == 3
    assert len(either.collect(adapter.iterate(status="completed", page_size=2))) == 5
    run = either.do(adapter.list(status="completed", limit=1))[0]
    events = either.collect(adapter.iterate_trace(run["run_id"], event_type="step_completed", page_size=1))
    assert {event["event_type"] for event in events} == {"step_completed"}
    assert len(events) == len(run["visited_steps"])
    saved = either.collect(adapter.iterate_checkpoints(run["run_id"], type="step_completed", page_size=1))
    assert [checkpoint["type"] for checkpoint in saved] == ["step_completed"] * len(events)
