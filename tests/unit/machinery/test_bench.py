"""The bench measures what it says: fair turns, honest verdicts, and both sides reading the same answers."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import json
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from scripts.bench import __main__ as program
from scripts.bench import footprint, memory_calls, scale
from scripts.bench.floors import ASYNC_FLOORS, SYNC_FLOORS
from scripts.bench.gateway_payloads import BOUND, DETAIL_FIELDS, FULL_FIELDS, ROUTE_FIELDS, ROUTES
from scripts.bench.gateway_subjects import GatewayAsync, GatewaySync
from scripts.bench.measure import Ratios, interleave, seconds, take_turns
from scripts.bench.pages import write_pages
from scripts.bench.payloads import CREATED_FIELDS, ITEMS, PAGE_SIZE, RUN_FIELDS, answer, items_path
from scripts.bench.plan import Plan
from scripts.bench.rack_payloads import APP_FIELDS, LISTS, rack_path
from scripts.bench.rack_subjects import RackAsync, RackSync
from scripts.bench.report import Broken, Figure, Result, busy_note, figure_text, ratio, table, write_json
from scripts.bench.server import running
from scripts.bench.subjects import APPS, OVER_AIOHTTP, RUNS, PlainAsync, PlainSync, fresh_id
from scripts.bench.subjects import ROUTES as ROUTE_CALLS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.bench.server import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(delay=0.02) as server:
        yield server


def test_both_sides_take_turns_and_neither_is_always_first() -> None:
    order: list[str] = []

    def side(name: str, value: float) -> float:
        order.append(name)
        return value

    ratios = interleave(lambda: side("ours", 1.0), lambda: side("theirs", 2.0), 3)

    assert order == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]
    assert ratios == Ratios((1.0, 1.0, 1.0), (2.0, 2.0, 2.0))


def test_the_result_is_the_median_of_the_ratios_of_each_round() -> None:
    # The machine was ten times slower in the second round, for both: that is no outlier.
    ratios = Ratios((1.0, 10.0, 3.0), (2.0, 20.0, 4.0))

    assert ratios.each == (0.5, 0.5, 0.75)
    assert ratios.median == 0.5
    assert ratios.spread == (0.5, 0.625)


def test_any_number_of_sides_take_turns_and_each_begins_once() -> None:
    order: list[str] = []

    def side(name: str) -> float:
        order.append(name)
        return float(len(order))

    measured = take_turns({name: lambda name=name: side(name) for name in "abc"}, 3)  # type: ignore[misc]

    assert "".join(order) == "abcbcacab"
    assert measured == {"a": (1.0, 6.0, 8.0), "b": (2.0, 4.0, 9.0), "c": (3.0, 5.0, 7.0)}


def test_a_figure_tells_medians_and_multiples_of_the_side_it_is_held_against() -> None:
    figure = Figure.of_seconds("speed", "how fast", {"plain": [4e-6, 2e-6, 9e-6], "ours": [1e-6]}, beside="plain")

    assert figure.sides == pytest.approx({"plain": 4.0, "ours": 1.0})
    assert figure.rows == [("plain", "4 us", "1.00"), ("ours", "1 us", "0.25")]
    assert figure_text(figure).splitlines()[2].split() == ["ours", "1", "us", "0.25"]


def test_the_report_of_a_run_holds_every_row_figure_and_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scripts.bench.plots", None)  # as where matplotlib is not installed
    figure = Figure("speed", "how fast", "us", {"plain": 4.0, "ours": 1.0}, "plain", "warm")
    good = ratio("quick", "a quick thing", Ratios((1e-5,), (1e-4,)), 0.3)
    for subject, broken in (("one", []), ("two", [Broken("walk", "ValueError: no walk")])):
        write_json(tmp_path / f"{subject}.json", subject, [good], [figure], broken, 0.5)

    write_pages(tmp_path, ["one", "two"])

    text = (tmp_path / "report.md").read_text("utf-8")
    assert text.index("## one") < text.index("1 of 1 budgets met.") < text.index("## two")
    assert "1 of 2 budgets met." in text
    assert "| quick | a quick thing | 0.10 | <= 0.30 | 0.10..0.10 | met | 10.0 us to 100.0 us |" in text
    assert "NOT MEASURED: ValueError: no walk" in text
    assert text.count("| ours | 1 us | 0.25 |") == 2
    assert "matplotlib is not installed" in capsys.readouterr().err
    assert "![" not in text


def test_a_figure_is_drawn_where_matplotlib_is_installed(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="in the group `plots` only")
    write_json(tmp_path / "one.json", "one", [], [Figure("speed", "how fast", "us", {"one": 1.0, "b": 2.0})], [], None)

    write_pages(tmp_path, ["one"])

    assert (tmp_path / "one-speed.png").read_bytes().startswith(b"\x89PNG")
    assert "![how fast](one-speed.png)" in (tmp_path / "report.md").read_text("utf-8")


@pytest.mark.parametrize("path", ["/v1/runs?limit=100&offset=%d", "/v1/routes?per_page=100&page=%d"])
def test_a_list_has_as_many_items_as_its_address_says(path: str) -> None:
    def items(position: int) -> int:
        page = json.loads(answer(b"GET", f"{items_path(250)}{path % position}".encode()))
        return len(page.get("runs", page.get("data")))

    positions = (0, 100, 200, 300) if "offset" in path else (1, 2, 3, 4)
    assert [items(position) for position in positions] == [100, 100, 50, 0]


@pytest.mark.parametrize(
    ("measured", "bound", "met"),
    [(0.29, "at most", True), (0.31, "at most", False), (1.7, "at least", True), (1.5, "at least", False)],
)
def test_a_budget_is_met_or_not(measured: float, bound: str, met: bool) -> None:
    result = Result("row", "what", measured, bound, 0.30 if bound == "at most" else 1.6)  # type: ignore[arg-type]

    assert result.met is met


def test_the_table_tells_the_verdicts_and_what_was_not_measured() -> None:
    good = ratio("quick", "a quick thing", Ratios((1e-5,), (1e-4,)), 0.3)
    bad = Result("threads", "threads", 2, "at most", 0, "")

    text = table([good, bad], [Broken("walk", "ValueError: no walk")])

    assert "0.10" in text
    assert "NOT MET" in text
    assert "walk: NOT MEASURED: ValueError: no walk" in text
    assert text.endswith("1 of 3 budgets met")


@pytest.mark.parametrize(("load", "warns"), [(None, False), (0.4, False), (1.9, True)])
def test_a_busy_machine_is_named(load: float | None, warns: bool) -> None:
    assert bool(busy_note(load, 1)) is warns


@pytest.mark.parametrize(("value", "text"), [(2.5e-5, "25.0 us"), (0.0025, "2.50 ms"), (2.5, "2.50 s")])
def test_durations_are_readable(value: float, text: str) -> None:
    assert seconds(value) == text


def test_a_run_is_about_a_kilobyte_and_no_two_answers_are_the_same() -> None:
    first, second = answer(b"GET", b"/v1/runs/run-1"), answer(b"GET", b"/v1/runs/run-1")

    assert 900 <= len(first) <= 1400
    assert first != second
    assert set(json.loads(first)) == set(RUN_FIELDS)
    assert json.loads(first)["run_id"] == "run-1"
    assert set(json.loads(answer(b"POST", b"/v1/runs"))) == set(CREATED_FIELDS)


def test_the_pages_are_one_list_without_gaps() -> None:
    ids = [
        run["run_id"]
        for offset in range(0, ITEMS, PAGE_SIZE)
        for run in json.loads(answer(b"GET", b"/v1/runs?limit=%d&offset=%d" % (PAGE_SIZE, offset)))["runs"]
    ]

    assert ids == [f"run-{number}" for number in range(ITEMS)]
    assert json.loads(answer(b"GET", b"/v1/runs?limit=100&offset=10000"))["runs"] == []


def test_plain_httpx_reads_everything_from_the_server(server: Server) -> None:
    plain = PlainSync(server.url)
    try:
        run_id = fresh_id()
        assert dict(zip(RUN_FIELDS, plain.get(run_id), strict=True))["run_id"] == run_id  # type: ignore[call-overload]
        assert dict(zip(CREATED_FIELDS, plain.create(), strict=True))["status"] == "running"  # type: ignore[call-overload]
        assert (plain.page(), plain.walk()) == (PAGE_SIZE, ITEMS)
    finally:
        plain.close()


def test_a_gateway_route_is_about_a_kilobyte_and_its_pages_are_one_list() -> None:
    detail = json.loads(answer(b"GET", b"/v1/routes/route-7"))["data"]
    pages = range(1, ROUTES // PAGE_SIZE + 1)
    ids = [
        route["id"]
        for page in pages
        for route in json.loads(answer(b"GET", b"/v1/routes?page=%d&per_page=%d" % (page, PAGE_SIZE)))["data"]
    ]

    assert (detail["id"], set(detail)) == ("route-7", set(DETAIL_FIELDS))
    assert 900 <= len(answer(b"GET", b"/v1/routes/route-7")) <= 1400
    assert ids == [f"route-{number}" for number in range(ROUTES)]


@pytest.mark.parametrize("dpop", ["auto", "always"])
def test_the_gateway_client_and_plain_httpx_read_the_same(server: Server, dpop: str) -> None:
    ours, theirs = GatewaySync(server.url, dpop), PlainSync(server.url, ROUTE_CALLS)
    try:
        for side in (ours, theirs):
            assert dict(zip(DETAIL_FIELDS, side.get("route-7"), strict=True))["id"] == "route-7"  # type: ignore[call-overload]
            assert dict(zip(FULL_FIELDS, side.create(), strict=True))["tenant_id"] == "ten-1"  # type: ignore[call-overload]
            assert dict(zip(RUN_FIELDS, side.call("run-7"), strict=True))["run_id"] == "run-7"  # type: ignore[call-overload]
            assert (side.page(), side.walk()) == (PAGE_SIZE, ROUTES)
        assert set(json.loads(answer(b"GET", b"/v1/routes"))["data"][0]) == set(ROUTE_FIELDS)
    finally:
        ours.close()
        theirs.close()


def test_the_async_gateway_client_reads_it_too(server: Server) -> None:
    async def answers() -> tuple[object, int, int]:
        ours = GatewayAsync(server.url, "always")
        try:
            await ours.get("route-7")
            return (await ours.call("run-7")), await ours.page(), await ours.walk()
        finally:
            await ours.aclose()

    called, page, walk = asyncio.run(answers())
    assert dict(zip(RUN_FIELDS, called, strict=True))["run_id"] == "run-7"  # type: ignore[call-overload]
    assert (page, walk) == (PAGE_SIZE, ROUTES)


@pytest.mark.parametrize(("path", "kind"), [("/oauth/token", "Bearer"), (f"{BOUND}/oauth/token", "DPoP")])
def test_tokens_are_bound_to_a_key_where_the_client_signs(path: str, kind: str) -> None:
    assert json.loads(answer(b"POST", path.encode()))["token_type"] == kind


def test_an_app_is_about_a_kilobyte_and_lists_are_as_long_as_they_say() -> None:
    first, second = answer(b"GET", b"/apps/web"), answer(b"GET", b"/apps/web")

    assert 900 <= len(first) <= 1400
    assert first != second
    assert set(json.loads(first)) == set(APP_FIELDS)
    assert json.loads(first)["name"] == "web"
    for apps in LISTS:
        names = {app["name"] for app in json.loads(answer(b"GET", f"{rack_path(apps)}/apps".encode()))}
        assert len(names) == apps


@pytest.mark.parametrize("apps", LISTS)
def test_the_rack_client_and_plain_httpx_read_the_same(server: Server, apps: int) -> None:
    url = server.url + rack_path(apps)
    ours, theirs = RackSync(url), PlainSync(url, APPS)
    try:
        for side in (ours, theirs):
            assert dict(zip(APP_FIELDS, side.get("web"), strict=True))["name"] == "web"  # type: ignore[call-overload]
            assert dict(zip(APP_FIELDS, side.create(), strict=True))["status"] == "running"  # type: ignore[call-overload]
            assert (side.page(), side.walk()) == (apps, apps)
    finally:
        ours.close()
        theirs.close()


def test_the_async_rack_client_reads_it_too(server: Server) -> None:
    async def answers() -> tuple[object, object, int]:
        ours = RackAsync(server.url)
        try:
            return await ours.get("web"), await ours.create(), await ours.page()
        finally:
            await ours.aclose()

    got, created, page = asyncio.run(answers())
    assert dict(zip(APP_FIELDS, got, strict=True))["name"] == "web"  # type: ignore[call-overload]
    assert dict(zip(APP_FIELDS, created, strict=True))["status"] == "running"  # type: ignore[call-overload]
    assert page == 100


def test_what_stands_below_a_client_reads_the_same(server: Server) -> None:
    run_id = fresh_id()
    for make in SYNC_FLOORS.values():
        side = make(server.url, RUNS)
        read = dict(zip(RUN_FIELDS, side.get(run_id), strict=True))  # type: ignore[call-overload]
        assert read["status"] == "completed"
        side.close()

    async def over_the_others() -> list[object]:
        sides = [make(server.url, RUNS) for make in ASYNC_FLOORS.values()]
        if importlib.util.find_spec("aiohttp"):
            sides.append(OVER_AIOHTTP["kneo"](server.url))
        found = [await side.get(run_id) for side in sides]
        for side in sides:
            await side.aclose()
        return found

    for answered in asyncio.run(over_the_others()):
        assert run_id in dict(zip(RUN_FIELDS, answered, strict=True)).values()  # type: ignore[call-overload]


@pytest.mark.parametrize("subject", ["kneo", "knoxcall"])
def test_a_walk_holds_no_more_than_two_pages(server: Server, subject: str) -> None:
    plan = Plan(subject, True, server)
    scale._peak_of_walk(plan, 300)

    assert scale._peak_of_walk(plan, 3000) - scale._peak_of_walk(plan, 300) < scale.WALK_GROWTH_KB


async def _async_answers(url: str) -> tuple[int, int]:
    plain = PlainAsync(url)
    try:
        await plain.get(fresh_id())
        await plain.create()
        return await plain.page(), await plain.walk()
    finally:
        await plain.aclose()


def test_plain_async_httpx_reads_the_same(server: Server) -> None:
    assert asyncio.run(_async_answers(server.url)) == (PAGE_SIZE, ITEMS)


def test_the_server_counts_connections_since_it_was_asked_last(server: Server) -> None:
    def opened() -> int:
        with httpx.Client(trust_env=False) as client:
            count: int = client.get(f"{server.delayed_url}/connections").json()["opened"]
            return count

    opened()
    for _ in range(3):
        httpx.get(f"{server.delayed_url}/v1/runs/run-1", trust_env=False)

    assert opened() == 3
    assert opened() == 0


def test_the_memory_seam_answers_and_is_taken_away_again() -> None:
    before = httpx.HTTPTransport.handle_request
    with memory_calls.in_memory():
        plain = PlainSync(memory_calls.URL)
        assert isinstance(plain.get("run-7"), tuple)
        plain.close()

    assert httpx.HTTPTransport.handle_request is before


def test_loading_a_ca_bundle_is_noticed() -> None:
    with footprint._counted_ca_loads() as loads:
        httpx.Client(trust_env=False).close()

    assert sum(loads.values()) == 1


@pytest.fixture
def small_heap() -> Iterator[None]:
    """The bench collects garbage before each round: that of a whole suite's process would take most of the time."""
    gc.freeze()
    yield
    gc.unfreeze()


class Brief(Plan):
    """A run that shows no more than that both sides do the same work."""

    def calls(self, number: int) -> int:
        return 60


@pytest.mark.usefixtures("small_heap")
def test_httpx_against_itself_is_about_one(server: Server) -> None:
    """The harness favours neither side. The margin is wide for busy machines; skipped work would lie outside."""
    rows = {result.row: result for result in memory_calls.measure(Brief("httpx", True, server))}

    assert 0.5 < rows["memory-sync-repeated"].measured < 2
    assert 0.5 < rows["memory-sync-new"].measured < 2


@pytest.mark.slow
def test_the_program_writes_its_report_and_is_strict_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_row(plan: Plan) -> Iterator[Result]:
        yield Result("row", f"of {plan.subject}", 2.0, "at most", 1.0)

    monkeypatch.setattr(program, "GROUPS", {"one": one_row})
    target = tmp_path / "report.json"

    assert program.main(["--subject", "httpx", "--json", str(target)]) == 0
    assert program.main(["--subject", "httpx", "--json", str(target), "--strict"]) == 1
    assert "0 of 1 budgets met" in capsys.readouterr().out
    (row,) = json.loads(target.read_text("utf-8"))["results"]
    assert (row["what"], row["met"]) == ("of httpx", False)
