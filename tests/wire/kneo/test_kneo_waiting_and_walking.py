"""Waiting for a run to end, and walking over lists page by page, against servers that behave and that do not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kneo_client.core import KneoNotFoundError, KneoTimeoutError, PaginatedResult, iterate_all
from tests.wire.kneo.both_clients import failure_of
from tests.wire.kneo.raw_server import Exchange, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer
    from trellis.emulator import EmulatorHandle

SLACK = 5.0


def statuses(*values: str) -> Callable[[Exchange], bool]:
    """A run that is in one status after the other, and stays in the last."""

    def play(exchange: Exchange) -> bool:
        status = values[min(exchange.number, len(values)) - 1]
        exchange.send(json_answer({"run_id": "r", "status": status}))
        return True

    return play


@pytest.mark.parametrize("end", ["completed", "failed", "cancelled", "timed_out", "expired"])
def test_waiting_ends_with_the_run(either: Either, serve: Callable[..., RawServer], end: str) -> None:
    server = serve(statuses("created", "running", "a_status_of_the_future", end))
    seen: list[str] = []
    run = either.do(
        either.client(server.url).platform.runs.wait_for_completion(
            "r", poll_interval=0.001, progress=lambda step: seen.append(step.status)
        )
    )
    assert run.status == end
    assert seen == ["created", "running", "a_status_of_the_future", end]


def test_blocked_counts_as_ended_for_who_says_so(either: Either, serve: Callable[..., RawServer]) -> None:
    runs = either.client(serve(statuses("running", "blocked")).url).platform.runs
    run = either.do(runs.wait_for_completion("r", poll_interval=0.001, terminal_statuses=["blocked"]))
    assert run.status == "blocked"


def test_time_runs_out_while_the_run_goes_on(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(statuses("running"))
    runs = either.client(server.url).platform.runs
    started = time.monotonic()
    error = failure_of(either, lambda: runs.wait_for_completion("r", timeout=0.3, poll_interval=0.02), KneoTimeoutError)
    assert 0.2 < time.monotonic() - started < SLACK
    assert isinstance(error, TimeoutError)
    assert "running" in str(error)
    assert len(server.exchanges) > 2


def test_a_timeout_of_zero_looks_once(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(statuses("running", "completed"))
    runs = either.client(server.url).platform.runs
    failure_of(either, lambda: runs.wait_for_completion("r", timeout=0), KneoTimeoutError)
    assert len(server.exchanges) == 1
    assert either.do(runs.wait_for_completion("r", timeout=0)).status == "completed"


def test_a_server_that_hangs_does_not_outlast_the_timeout(either: Either, serve: Callable[..., RawServer]) -> None:
    def hang(exchange: Exchange) -> bool:
        exchange.wait(20)
        return False

    runs = either.client(serve(hang).url, attempts=3).platform.runs
    started = time.monotonic()
    failure_of(either, lambda: runs.wait_for_completion("r", timeout=0.3), KneoTimeoutError)
    assert time.monotonic() - started < SLACK


def test_an_error_ends_the_wait_at_once(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(json_answer({"detail": {"error": "KeyError"}}, 404))
    runs = either.client(server.url).platform.runs
    failure_of(either, lambda: runs.wait_for_completion("r", timeout=20), KneoNotFoundError)
    assert len(server.exchanges) == 1


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"terminal_statuses": "completed"}, TypeError),
        ({"timeout": -1}, ValueError),
        ({"timeout": "5"}, TypeError),
        ({"timeout": float("nan")}, ValueError),
        ({"poll_interval": -0.1}, ValueError),
        ({"poll_interval": None}, TypeError),
    ],
    ids=str,
)
def test_a_wait_that_makes_no_sense_sends_nothing(
    either: Either, serve: Callable[..., RawServer], options: dict[str, Any], kind: type[Exception]
) -> None:
    server = serve(statuses("completed"))
    runs = either.client(server.url).platform.runs
    with pytest.raises(kind):
        either.do(runs.wait_for_completion("r", **options))
    assert server.connections == 0


def listing(total: int, *, window: int = 10_000, advance: bool = True, says: int | None = -1) -> Any:
    """A server with `total` runs, numbered. `says`: the total it claims; -1 for the truth, None for none."""

    def play(exchange: Exchange) -> bool:
        query = parse_qs(urlsplit(exchange.target).query)
        limit, offset = int(query["limit"][0]), int(query["offset"][0])
        assert 1 <= limit <= 1000
        if offset > window:
            exchange.send(json_answer({"detail": [{"loc": ["query", "offset"], "msg": "too far"}]}, 422))
            return True
        start = offset if advance else 0
        runs = [{"run_id": str(number)} for number in range(start, min(start + limit, total))]
        page: dict[str, Any] = {"runs": runs, "count": len(runs), "limit": limit, "offset": start}
        if says is not None:
            page["total"] = total if says == -1 else says
        exchange.send(json_answer(page))
        return True

    return play


def walked(either: Either, url: str, **options: Any) -> list[int]:
    return [int(run["run_id"]) for run in either.collect(either.client(url).platform.runs.iterate(**options))]


@pytest.mark.parametrize(
    ("total", "page_size", "requests"),
    [(0, 100, 1), (1, 100, 1), (100, 100, 1), (101, 100, 2), (5, 2, 3), (2500, 5000, 3)],
)
def test_a_walk_sees_every_item_once(
    either: Either, serve: Callable[..., RawServer], total: int, page_size: int, requests: int
) -> None:
    server = serve(listing(total))
    assert walked(either, server.url, page_size=page_size) == list(range(total))
    assert len(server.exchanges) == requests


def test_a_walk_may_start_further_on(either: Either, serve: Callable[..., RawServer]) -> None:
    assert walked(either, serve(listing(10)).url, start_offset=7, page_size=2) == [7, 8, 9]


def test_a_walk_ends_at_the_platforms_window_with_all_that_can_be_had(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture
) -> None:
    server = serve(listing(12_000))
    assert walked(either, server.url, page_size=900) == list(range(11_000))
    assert "offset window of 10000" in caplog.text


def test_a_server_that_ignores_the_offset_does_not_make_a_walk_endless(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    server = serve(listing(500, advance=False))
    assert walked(either, server.url, page_size=100) == list(range(100))
    assert len(server.exchanges) == 2


@pytest.mark.parametrize("says", [None, 1_000_000], ids=["no total", "a total that is too large"])
def test_a_wrong_total_does_not_make_a_walk_endless(
    either: Either, serve: Callable[..., RawServer], says: int | None
) -> None:
    server = serve(listing(250, says=says))
    assert walked(either, server.url, page_size=100) == list(range(250))
    assert len(server.exchanges) <= 4


@pytest.mark.parametrize(
    ("options", "kind"),
    [({"page_size": 0}, ValueError), ({"page_size": "5"}, TypeError), ({"start_offset": -1}, ValueError)],
    ids=str,
)
def test_a_walk_that_makes_no_sense_is_refused_at_once(
    either: Either, options: dict[str, Any], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        either.client("http://127.0.0.1:9").platform.runs.iterate(**options)


def test_an_abandoned_walk_holds_nothing(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(listing(500))
    client = either.client(server.url)
    if either.is_async:

        async def some() -> list[str]:
            found = []
            async for run in client.platform.runs.iterate(page_size=10):
                found.append(run["run_id"])
                if len(found) == 15:
                    break
            return found

        found = either.do(some())
    else:
        found = [run["run_id"] for run, _ in zip(client.platform.runs.iterate(page_size=10), range(15), strict=False)]
    assert len(found) == 15
    assert len(server.exchanges) == 2
    assert either.do(client.platform.runs.list(limit=1)).items[0]["run_id"] == "0"
    assert server.connections == 1


def test_an_error_on_a_later_page_comes_out_of_the_walk(either: Either, kneo_server: EmulatorHandle) -> None:
    from trellis.testing import faults

    client = either.client(kneo_server.url)
    kneo_server.faults.add("list_runs", faults.status(404, json={"detail": {"error": "KeyError"}}))
    failure_of(either, lambda: either.collect(client.platform.runs.iterate()), KneoNotFoundError)


@pytest.mark.anyio
async def test_the_seeds_own_walker_stops_where_nothing_advances() -> None:
    asked: list[tuple[int, int]] = []

    async def same_page(limit: int, offset: int) -> PaginatedResult[int]:
        asked.append((limit, offset))
        return PaginatedResult(items=[1, 2, 3], total=9, limit=limit, offset=offset)

    assert [item async for item in iterate_all(same_page, page_size=3)] == [1, 2, 3]
    assert asked == [(3, 0), (3, 3)]
