"""Following a run's trace: while it advances, to its end, against servers that behave and that do not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kneo_client.core import KneoNotFoundError, KneoServerError, KneoTimeoutError
from tests.wire.kneo.both_clients import failure_of
from tests.wire.kneo.raw_server import Exchange, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer
    from trellis.emulator import EmulatorHandle

SLACK = 5.0
TRIAGE = {"spec_path": "support_triage.yaml", "input": "My order 1234 has not arrived", "async_mode": True}


class Traced:
    """A run and its trace, for a raw server: each look at the run moves it to the next of `stages`.

    stages: (status, how many events there are) as of each look. ignores_offset: answers from the beginning, whatever
    is asked for. ids: whether events carry an id. echoes: whether pages say where they begin.
    """

    def __init__(
        self, *stages: tuple[str, int], ignores_offset: bool = False, ids: bool = True, echoes: bool = True
    ) -> None:
        self.stages = stages
        self.looks = 0
        self.pages: list[dict[str, str]] = []
        self.ignores_offset = ignores_offset
        self.ids = ids
        self.echoes = echoes

    def __call__(self, exchange: Exchange) -> bool:
        target = urlsplit(exchange.target)
        if not target.path.endswith("/trace"):
            self.looks += 1
            status, _ = self._stage()
            exchange.send(json_answer({"run_id": "r", "status": status}))
            return True
        query = {name: values[-1] for name, values in parse_qs(target.query).items()}
        self.pages.append(query)
        limit, offset = int(query["limit"]), int(query["offset"])
        if offset > 10_000 or limit > 1000:
            exchange.send(json_answer({"detail": [{"loc": ["query", "offset"], "msg": "too far"}]}, 422))
            return True
        exchange.send(json_answer(self._page(limit, 0 if self.ignores_offset else offset)))
        return True

    def _stage(self) -> tuple[str, int]:
        return self.stages[min(max(self.looks, 1), len(self.stages)) - 1]

    def _page(self, limit: int, start: int) -> dict[str, Any]:
        _, total = self._stage()
        events = [self._event(number) for number in range(start, min(start + limit, total))]
        page: dict[str, Any] = {"run_id": "r", "events": events, "count": len(events), "limit": limit, "total": total}
        return {**page, "offset": start} if self.echoes else page

    def _event(self, number: int) -> dict[str, Any]:
        event: dict[str, Any] = {"sequence": number, "event_type": "step"}
        return {**event, "event_id": f"te_{number}"} if self.ids else event


def tailed(either: Either, url: str, **options: Any) -> list[int]:
    options.setdefault("poll_interval", 0.001)
    runs = either.client(url).platform.runs
    return [event["sequence"] for event in either.collect(runs.tail_trace("r", **options))]


@pytest.mark.parametrize("page_size", [1, 3, 100, 5000])
def test_a_tail_sees_every_event_of_a_run_that_advances_once(
    either: Either, serve: Callable[..., RawServer], page_size: int
) -> None:
    trace = Traced(("created", 0), ("running", 2), ("running", 2), ("running", 7), ("completed", 11))

    assert tailed(either, serve(trace).url, page_size=page_size) == list(range(11))
    assert trace.looks == 5


def test_events_come_out_before_the_run_has_ended(either: Either, serve: Callable[..., RawServer]) -> None:
    trace = Traced(("running", 1), ("running", 2), ("completed", 3))
    runs = either.client(serve(trace).url).platform.runs
    looks: list[int] = []

    async def each() -> None:
        async for _ in runs.tail_trace("r", poll_interval=0.001):
            looks.append(trace.looks)

    if either.is_async:
        either.do(each())
    else:
        looks.extend(trace.looks for _ in runs.tail_trace("r", poll_interval=0.001))
    assert looks == [1, 2, 3]


@pytest.mark.parametrize("end", ["completed", "failed", "cancelled", "timed_out", "expired"])
def test_a_run_that_has_ended_is_drained_in_one_round(
    either: Either, serve: Callable[..., RawServer], end: str
) -> None:
    trace = Traced((end, 250))

    assert tailed(either, serve(trace).url) == list(range(250))
    assert (trace.looks, len(trace.pages)) == (1, 3)


def test_the_drain_outlasts_the_timeout(either: Either, serve: Callable[..., RawServer]) -> None:
    trace = Traced(("completed", 5))

    assert tailed(either, serve(trace).url, timeout=0, page_size=2) == list(range(5))


def test_other_statuses_can_count_as_the_end(either: Either, serve: Callable[..., RawServer]) -> None:
    trace = Traced(("running", 1), ("blocked", 2), ("completed", 3))

    assert tailed(either, serve(trace).url, terminal_statuses=["blocked"]) == [0, 1]


def test_a_tail_may_start_further_on_and_ask_for_one_type(either: Either, serve: Callable[..., RawServer]) -> None:
    trace = Traced(("running", 4), ("completed", 6))

    assert tailed(either, serve(trace).url, start_offset=3, event_type="step", page_size=2) == [3, 4, 5]
    assert [page["offset"] for page in trace.pages] == ["3", "4"]
    assert {page["event_type"] for page in trace.pages} == {"step"}
    assert {(page["sort_by"], page["sort_order"]) for page in trace.pages} == {("timestamp", "asc")}


def test_progress_is_told_every_status(either: Either, serve: Callable[..., RawServer]) -> None:
    trace = Traced(("created", 0), ("running", 1), ("completed", 1))
    seen: list[str] = []

    tailed(either, serve(trace).url, progress=lambda step: seen.append(step.status))

    assert seen == ["created", "running", "completed"]


@pytest.mark.parametrize("timeout", [0, 0.2])
def test_time_runs_out_while_the_run_goes_on(either: Either, serve: Callable[..., RawServer], timeout: float) -> None:
    runs = either.client(serve(Traced(("running", 3))).url).platform.runs
    seen: list[int] = []
    started = time.monotonic()

    def follow() -> Any:
        return collected(either, runs.tail_trace("r", timeout=timeout, poll_interval=0.01), seen)

    error = failure_of(either, follow, KneoTimeoutError)
    assert isinstance(error, TimeoutError)
    assert "r is running" in str(error)
    assert seen == [0, 1, 2]
    assert time.monotonic() - started < SLACK


@pytest.mark.parametrize("hanging", ["run", "trace"])
def test_a_server_that_hangs_does_not_outlast_the_timeout(
    either: Either, serve: Callable[..., RawServer], hanging: str
) -> None:
    def play(exchange: Exchange) -> bool:
        if urlsplit(exchange.target).path.endswith("/trace") == (hanging == "trace"):
            exchange.wait(20)
            return False
        exchange.send(json_answer({"run_id": "r", "status": "running"}))
        return True

    runs = either.client(serve(play).url, attempts=3).platform.runs
    started = time.monotonic()
    failure_of(either, lambda: collected(either, runs.tail_trace("r", timeout=0.3), []), KneoTimeoutError)
    assert time.monotonic() - started < SLACK


@pytest.mark.parametrize("echoes", [True, False])
def test_a_server_that_ignores_the_offset_shows_no_event_twice(
    either: Either, serve: Callable[..., RawServer], echoes: bool
) -> None:
    trace = Traced(("running", 2), ("running", 4), ("running", 4), ("completed", 5), ignores_offset=True, echoes=echoes)

    assert tailed(either, serve(trace).url) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("ids", [True, False])
def test_a_trace_that_promises_more_than_it_has_does_not_make_a_tail_endless(
    either: Either, serve: Callable[..., RawServer], ids: bool
) -> None:
    trace = Traced(("running", 3), ("completed", 3), ignores_offset=True, ids=ids)
    honest = trace._page
    trace._page = lambda limit, start: {**honest(limit, start), "total": 1000}  # type: ignore[method-assign]

    events = tailed(either, serve(trace).url)

    assert set(events) == {0, 1, 2}
    assert len(trace.pages) <= 4


def test_events_without_an_id_are_told_apart_by_their_place(either: Either, serve: Callable[..., RawServer]) -> None:
    trace = Traced(("running", 2), ("running", 5), ("completed", 5), ids=False)

    assert tailed(either, serve(trace).url, page_size=2) == [0, 1, 2, 3, 4]


def test_a_tail_ends_with_the_run_at_the_platforms_window(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture
) -> None:
    trace = Traced(("running", 10_500), ("running", 12_000), ("completed", 12_000))

    assert tailed(either, serve(trace).url, page_size=1000) == list(range(11_000))
    assert "get_trace ends at the platform's offset window of 10000" in caplog.text


def test_a_tail_may_start_beyond_the_window(either: Either, serve: Callable[..., RawServer]) -> None:
    trace = Traced(("completed", 10_500))

    assert tailed(either, serve(trace).url, start_offset=10_400) == list(range(10_400, 10_500))


def test_a_tail_within_the_window_warns_of_nothing(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture
) -> None:
    tailed(either, serve(Traced(("completed", 250))).url)

    assert caplog.text == ""


def test_an_error_ends_the_tail(either: Either, kneo_server: EmulatorHandle) -> None:
    runs = either.client(kneo_server.url).platform.runs

    failure_of(either, lambda: collected(either, runs.tail_trace("nobody"), []), KneoNotFoundError)


def test_a_failing_trace_is_its_own_error_and_no_timeout(either: Either, serve: Callable[..., RawServer]) -> None:
    def play(exchange: Exchange) -> bool:
        status = 500 if urlsplit(exchange.target).path.endswith("/trace") else 200
        exchange.send(json_answer({"run_id": "r", "status": "running"}, status))
        return True

    runs = either.client(serve(play).url).platform.runs
    failure_of(either, lambda: collected(either, runs.tail_trace("r", timeout=30), []), KneoServerError)


def test_a_tail_that_makes_no_sense_is_refused_when_it_is_asked_for(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    server = serve(Traced(("completed", 0)))
    runs = either.client(server.url).platform.runs
    for run_id, options, kind in (
        ("r", {"start_offset": -1}, ValueError),
        ("r", {"page_size": 0}, ValueError),
        ("r", {"poll_interval": -1}, ValueError),
        ("r", {"timeout": float("nan")}, ValueError),
        ("r", {"terminal_statuses": "completed"}, TypeError),
        ("r", {"event_type": 7}, TypeError),
        ("..", {}, ValueError),
        ("", {}, ValueError),
    ):
        with pytest.raises(kind):
            runs.tail_trace(run_id, **options)
    assert server.connections == 0


def test_an_emulated_run_is_followed_from_its_creation_to_its_end(either: Either, kneo_server: EmulatorHandle) -> None:
    client = either.client(kneo_server.url)
    run = either.do(client.platform.runs.create(TRIAGE))

    events = either.collect(client.platform.runs.tail_trace(run.run_id, poll_interval=0.01, timeout=60))

    whole = either.collect(client.platform.runs.iterate_trace(run.run_id))
    assert [event["event_id"] for event in events] == [event["event_id"] for event in whole]
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    assert (events[0]["event_type"], events[-1]["event_type"]) == ("run_created", "run_completed")


def test_one_type_of_an_emulated_run_is_followed(either: Either, kneo_server: EmulatorHandle) -> None:
    client = either.client(kneo_server.url)
    run = either.do(client.platform.runs.create(TRIAGE))

    events = either.collect(
        client.platform.runs.tail_trace(run.run_id, event_type="step_completed", poll_interval=0.01, timeout=60)
    )

    assert len(events) >= 2
    assert {event["event_type"] for event in events} == {"step_completed"}


def collected(either: Either, events: Any, seen: list[int]) -> Any:
    """Walk, keeping what was seen before an error."""
    if not either.is_async:
        for event in events:
            seen.append(event["sequence"])
        return None

    async def each() -> None:
        async for event in events:
            seen.append(event["sequence"])

    return each()
