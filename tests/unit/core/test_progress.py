"""Progress of long work on both surfaces: what a function is told, what comes of its errors, and bars on a terminal."""

from __future__ import annotations

import asyncio
import io
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from convox import AsyncConvoxClient, ConvoxClient, RetryConfig
from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core.pagination import PaginatedResult, iterate_all
from kneo_client.core.profiles import Profile
from knoxcall import KnoxCall
from trellis.core import aio, progress_bars, sio
from trellis.core.progress import Progress, Reporting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SURFACES = ("sync", "async")
RACK = "http://rack.test"
PROFILE = Profile("test", "http://kneo.test", "a-key-that-opens-nothing")
BODY = b"0123456789"


class Clients:
    """Clients of one kind, whose requests a function answers; calls on them, carried out to their end."""

    def __init__(self, kind: str) -> None:
        self.is_async = kind == "async"

    def http(self, answer: Callable[[httpx.Request], httpx.Response]) -> Any:
        return (httpx.AsyncClient if self.is_async else httpx.Client)(transport=httpx.MockTransport(answer))

    def kneo(self, answer: Callable[[httpx.Request], httpx.Response]) -> Any:
        return (KneoClient if self.is_async else SyncKneoClient)(PROFILE, http_client=self.http(answer))

    def knoxcall(self, answer: Callable[[httpx.Request], httpx.Response]) -> Any:
        return KnoxCall(sync=not self.is_async, api_key="tk_x", http=self.http(answer))

    def rack(self, answer: Callable[[httpx.Request], httpx.Response]) -> Any:
        kind: Any = AsyncConvoxClient if self.is_async else ConvoxClient
        return kind(RACK, "secret", http_client=self.http(answer), retry=RetryConfig(max_retries=0))

    def do(self, result: Any) -> Any:
        return asyncio.run(result) if self.is_async else result

    def all_of(self, make: Callable[[], Any]) -> list[Any]:
        """Everything that a walker, or a download that is still to be asked for, gives."""

        async def collected() -> list[Any]:
            items = make()
            return [item async for item in (await items if hasattr(items, "__await__") else items)]

        return asyncio.run(collected()) if self.is_async else list(make())


@pytest.fixture(params=SURFACES)
def clients(request: pytest.FixtureRequest) -> Clients:
    return Clients(request.param)


def runs(total: int | None = 5) -> Callable[[httpx.Request], httpx.Response]:
    """Answers with runs, by limit and offset."""

    def answer(request: httpx.Request) -> httpx.Response:
        limit, offset = (int(request.url.params[name]) for name in ("limit", "offset"))
        items = [{"run_id": str(number), "status": "completed"} for number in range(5)[offset : offset + limit]]
        return httpx.Response(200, json={"runs": items, "count": len(items), "total": total, "offset": offset})

    return answer


def routes(request: httpx.Request) -> httpx.Response:
    """Answers with five routes, two on a page; or with events by cursor."""
    if "cursor" in request.url.params or request.url.path.endswith("/events"):
        last = request.url.params.get("cursor") == "b"
        return httpx.Response(200, json={"data": [{"id": "1"}], "meta": {"next_cursor": None if last else "b"}})
    page = int(request.url.params["page"])
    items = [{"id": str(number)} for number in range(5)[(page - 1) * 2 : page * 2]]
    return httpx.Response(
        200, json={"data": items, "meta": {"total": 5, "page": page, "per_page": 2, "total_pages": 3}}
    )


def counted(told: list[Progress]) -> list[tuple[int, int | None]]:
    return [(step.done, step.total) for step in told]


def test_a_walk_tells_of_the_items_it_has_given_out(clients: Clients) -> None:
    told: list[Progress] = []
    client = clients.kneo(runs())
    walked = clients.all_of(lambda: client.platform.runs.iterate(page_size=2, progress=told.append))
    assert len(walked) == 5
    assert counted(told) == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert told[1] == Progress("list_runs", 2, 5, "items", None, None)
    assert told[-1].fraction == 1.0


def test_a_walk_from_further_on_counts_from_there(clients: Clients) -> None:
    told: list[Progress] = []
    client = clients.kneo(runs())
    clients.all_of(lambda: client.platform.runs.iterate(page_size=2, start_offset=3, progress=told.append))
    assert counted(told) == [(0, 2), (2, 2)]
    told.clear()
    gateway = clients.knoxcall(routes)
    clients.all_of(lambda: gateway.routes.iterate(page=2, per_page=2, progress=told.append))
    assert counted(told) == [(0, 3), (2, 3), (3, 3)]


def test_a_walk_whose_length_nobody_knows(clients: Clients) -> None:
    told: list[Progress] = []
    client = clients.kneo(runs(total=None))
    clients.all_of(lambda: client.platform.runs.iterate(page_size=2, progress=told.append))
    assert counted(told) == [(0, None), (2, None), (4, None), (5, None)]
    assert {step.fraction for step in told} == {None}
    told.clear()
    gateway = clients.knoxcall(routes)
    clients.all_of(lambda: gateway.audit_logs.iterate_events(progress=told.append))
    assert counted(told) == [(1, None), (2, None)]
    assert {step.what for step in told} == {"audit_logs_events"}


def test_a_walk_of_an_older_platform_has_one_page(clients: Clients) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"events": [{"event_id": "1"}, {"event_id": "2"}], "count": 2})

    told: list[Progress] = []
    client = clients.kneo(answer)
    clients.all_of(lambda: client.platform.audit.iterate(progress=told.append))
    assert counted(told) == [(0, 2), (2, 2)]


def test_a_walk_with_a_function_of_ones_own() -> None:
    told: list[Progress] = []

    async def fetch(limit: int, offset: int) -> PaginatedResult[int]:
        return PaginatedResult(list(range(5))[offset : offset + limit], total=5, offset=offset)

    async def main() -> None:
        assert [item async for item in iterate_all(fetch, page_size=3, progress=told.append)] == list(range(5))

    asyncio.run(main())
    assert counted(told) == [(0, 5), (3, 5), (5, 5)]


def test_a_waiter_tells_of_every_look(clients: Clients) -> None:
    left = ["running", "completed"]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"run_id": "r", "status": left.pop(0)})

    told: list[Progress] = []
    client = clients.kneo(answer)
    run = clients.do(client.platform.runs.wait_for_completion("r", poll_interval=0, progress=told.append))
    assert [step[:5] for step in told] == [
        ("run r", 1, None, "looks", "running"),
        ("run r", 2, None, "looks", "completed"),
    ]
    assert told[-1].detail is run


def test_transfers_tell_of_their_bytes(clients: Clients) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(200, json={"url": "object://k"})
        return httpx.Response(200, content=BODY)

    told: list[Progress] = []
    rack = clients.rack(answer)
    clients.do(rack.objects.store("web", "k", BODY, progress=told.append))
    clients.all_of(lambda: rack.objects.fetch("web", "k", progress=told.append))
    assert [step[:4] for step in told] == [("objects_store", 10, 10, "bytes"), ("objects_fetch", 10, 10, "bytes")]


def test_a_coroutine_function_is_awaited_by_asynchronous_clients() -> None:
    clients = Clients("async")
    told: list[Progress] = []

    async def later(step: Progress) -> None:
        await asyncio.sleep(0)
        told.append(step)

    kneo = clients.kneo(runs())
    clients.all_of(lambda: kneo.platform.runs.iterate(page_size=5, progress=later))
    rack = clients.rack(lambda request: httpx.Response(200, json={"name": "web", "status": "running"}))
    clients.do(rack.apps.wait_until_running("web", progress=later))
    clients.do(rack.objects.store("web", "k", BODY, progress=later))
    assert [step.unit for step in told] == ["items", "items", "looks", "bytes"]


class Gone(Exception):
    """The trouble of a caller's own function."""


def test_what_the_function_raises_ends_the_work_and_comes_out_as_it_is(clients: Clients) -> None:
    def broken(step: Progress) -> None:
        raise Gone(step.what)

    kneo = clients.kneo(runs())
    rack = clients.rack(lambda request: httpx.Response(200, json={"name": "web", "status": "updating"}))
    works: list[Callable[[], Any]] = [
        lambda: clients.all_of(lambda: kneo.platform.runs.iterate(progress=broken)),
        lambda: clients.do(rack.apps.wait_until_running("web", progress=broken)),
        lambda: clients.do(rack.objects.store("web", "k", BODY, progress=broken)),
        lambda: clients.all_of(lambda: rack.objects.fetch("web", "k", progress=broken)),
    ]
    for work in works:
        with pytest.raises(Gone):
            work()


@pytest.mark.parametrize("progress", [7, "print", []])
def test_what_cannot_be_told_is_refused_before_anything_is_sent(clients: Clients, progress: Any) -> None:
    def unasked(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    kneo, gateway, rack = clients.kneo(unasked), clients.knoxcall(unasked), clients.rack(unasked)
    for begin in (
        lambda: kneo.platform.runs.iterate(progress=progress),
        lambda: kneo.platform.runs.tail_trace("r", progress=progress),
        lambda: clients.do(kneo.platform.runs.wait_for_completion("r", progress=progress)),
        lambda: gateway.routes.iterate(progress=progress),
        lambda: gateway.audit_logs.iterate_events(progress=progress),
        lambda: clients.do(rack.objects.store("web", "k", BODY, progress=progress)),
        lambda: clients.do(rack.releases.promote("web", "R1", progress=progress)),
    ):
        with pytest.raises(TypeError, match="progress must be a function or True"):
            begin()


@pytest.mark.parametrize("progress", [None, False])
def test_nobody_has_to_be_told(progress: Any) -> None:
    assert not sio.reporting(progress, "x", "items").active
    assert sio.upload(BODY, sio.reporting(progress, "x", "bytes")) == BODY


class _Later:
    async def __call__(self, step: Progress) -> None:
        """Takes its time."""


def test_a_synchronous_client_cannot_await() -> None:
    for progress in (_Later(), _Later().__call__):
        with pytest.raises(TypeError, match="coroutine function"):
            sio.reporting(progress, "x", "items")
        assert aio.reporting(progress, "x", "items").active


@pytest.mark.parametrize(
    ("function", "pair"),
    [
        (lambda done, total: None, True),
        (lambda *numbers: None, True),
        (lambda step: None, False),
        (lambda step, verbose=False: None, False),
        (lambda *, step=None, **more: None, False),
        (print, False),
        ([].append, False),
        (int, False),
    ],
)
def test_a_function_that_needs_two_arguments_is_told_two_numbers(function: Any, pair: bool) -> None:
    told: list[tuple[Any, ...]] = []
    report = Reporting(function, "x", "bytes", pairs=True)
    report._function = lambda *about: told.append(about)
    report.tell(1, 2)
    assert told == [(1, 2) if pair else (Progress("x", 1, 2, "bytes"),)]


class Terminal(io.StringIO):
    """What says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Terminal]]:
    """Makes stderr a terminal: called in the test, since pytest takes stderr back between a fixture and its test."""
    pytest.importorskip("rich")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(progress_bars, "_PAUSE", 0.0)

    def make() -> Terminal:
        screen = Terminal()
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    yield make
    assert progress_bars._screen._display is None


def test_true_shows_a_bar_for_as_long_as_the_work_lasts(clients: Clients, plug: Callable[[], Terminal]) -> None:
    terminal = plug()
    client = clients.kneo(runs())
    clients.all_of(lambda: client.platform.runs.iterate(page_size=2, progress=True))
    shown = terminal.getvalue()
    for words in ("list_runs", "0 of 5 items", "4 of 5 items"):
        assert words in shown
    assert "\x1b[2K" in shown.rpartition("items")[2]  # the line is empty again


@pytest.mark.parametrize(
    ("unit", "told", "words"),
    [
        ("bytes", (1_500_000, 3_000_000, None), "1.5 MB of 3.0 MB"),
        ("bytes", (1_500, None, None), "1.5 kB"),
        ("items", (7, None, None), "7 items"),
        ("looks", (3, None, "running"), "running"),
        ("looks", (3, None, "\x1b[31mred\r\n[bold]"), "?[31mred??[bold]"),
    ],
)
def test_a_bar_says_how_far_it_is(plug: Callable[[], Terminal], unit: Any, told: tuple[Any, ...], words: str) -> None:
    terminal = plug()
    with Reporting(True, "a [red]thing\x1b[1m", unit) as report:
        report.tell(told[0], told[1], status=told[2])
    assert "a [red]thing?[1m" in terminal.getvalue()
    assert words in terminal.getvalue()


def test_several_bars_share_the_terminal(plug: Callable[[], Terminal]) -> None:
    terminal = plug()
    with Reporting(True, "first", "items") as first:
        first.tell(1, 2)
        with Reporting(True, "second", "items") as second:
            second.tell(1, 2)
            assert progress_bars._screen._bars == 2
        first.tell(2, 2)
        assert progress_bars._screen._bars == 1
    assert "second" in terminal.getvalue()


def test_a_walk_that_is_left_takes_its_bar_along(plug: Callable[[], Terminal]) -> None:
    plug()
    client = Clients("sync").kneo(runs())
    for _ in client.platform.runs.iterate(page_size=2, progress=True):
        break
    assert progress_bars._screen._display is None


def test_nothing_is_shown_where_stderr_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rich")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("TTY_COMPATIBLE", raising=False)
    monkeypatch.setattr(sys, "stderr", file := io.StringIO())
    with Reporting(True, "quiet", "items") as report:
        report.tell(1, 2)
    assert file.getvalue() == ""


def test_a_display_of_the_programs_own_is_left_alone(
    plug: Callable[[], Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = plug()
    from rich.errors import LiveError
    from rich.progress import Progress as Display

    def taken(self: Any) -> None:
        raise LiveError("Only one live display may be active at once")

    monkeypatch.setattr(Display, "start", taken)
    with Reporting(True, "second", "items") as report:
        report.tell(1, 2)
    assert terminal.getvalue() == ""


def test_a_forked_child_has_a_screen_of_its_own(plug: Callable[[], Terminal]) -> None:
    plug()
    with Reporting(True, "parent's", "items") as report:
        report.tell(1, 2)
        display = progress_bars._screen._display
        assert display is not None
        progress_bars._screen._after_fork()
        assert (progress_bars._screen._display, progress_bars._screen._bars) == (None, 0)
        report.tell(2, 2)  # drawn by nobody any more
        display.stop()


def test_a_bar_without_the_extra_says_what_to_install(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    def unasked(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.delitem(sys.modules, "rich.progress", raising=False)
    rack = clients.rack(unasked)
    with pytest.raises(ImportError, match=r"trellis-clients\[rich\]"):
        clients.do(rack.objects.fetch("web", "k", progress=True))
