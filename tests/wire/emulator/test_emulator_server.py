"""The loopback server and the pytest plugin: starting, stopping, resetting, and failing tests that deserve it."""

from __future__ import annotations

import socket
import threading
import time

import httpx
import pytest

from trellis.emulator import start
from trellis.emulator.kneo.service import HANDLERS, KneoService
from trellis.testing import faults

pytest_plugins = ["pytester"]


def emulator_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("trellis-emulator")]


def test_a_server_is_gone_after_it_was_closed() -> None:
    before = emulator_threads()
    with start("kneo") as server:
        assert httpx.get(f"{server.url}/v1/livez", trust_env=False).status_code == 200
        assert len(emulator_threads()) == len(before) + 1
    server.close()
    assert emulator_threads() == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port), timeout=1)


def test_closing_does_not_wait_for_an_answer_under_way() -> None:
    with start("kneo") as server:
        server.faults.add("livez", faults.delay(60))
        failures: list[BaseException] = []

        def call() -> None:
            try:
                httpx.get(f"{server.url}/v1/livez", timeout=30, trust_env=False)
            except httpx.TransportError as failure:
                failures.append(failure)

        thread = threading.Thread(target=call)
        thread.start()
        server.requests.wait_for(1)
        began = time.monotonic()
    thread.join(5)
    assert time.monotonic() - began < 10
    assert len(failures) == 1


def test_a_port_that_is_taken_is_an_error_at_once() -> None:
    with start("kneo") as server, pytest.raises(OSError, match="in use"):
        start("kneo", port=server.port)


def test_a_service_that_cannot_come_up_is_an_error(monkeypatch) -> None:
    monkeypatch.setattr("uvicorn.Server.startup", lambda self, sockets=None: 1 / 0)
    before = emulator_threads()
    with pytest.raises(RuntimeError, match="could not start") as failed:
        start("kneo")
    assert isinstance(failed.value.__cause__, ZeroDivisionError)
    assert emulator_threads() == before


def test_a_service_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="there are: kneo, knoxcall"):
        start("nothing")  # type: ignore[arg-type]


def test_each_operation_of_the_table_has_a_handler(monkeypatch) -> None:
    assert KneoService().operations.keys() == HANDLERS.keys()
    monkeypatch.delitem(HANDLERS, "livez")
    with pytest.raises(RuntimeError, match="livez"):
        KneoService()


def test_a_reset_forgets_everything(kneo_server, http) -> None:
    http.post("/v1/runs", json={"spec_path": "support_triage.yaml", "input": "x"})
    kneo_server.faults.add("livez", faults.garbage())
    kneo_server.reset()
    assert (len(kneo_server.requests), kneo_server.state.runs, kneo_server.faults.pending) == (0, {}, {})
    assert http.get("/v1/audit-events").json()["count"] == 0


def test_connections_can_be_dropped(kneo_server, http) -> None:
    http.get("/v1/livez")
    assert kneo_server.open_connections >= 1
    kneo_server.drop_connections()
    limit = time.monotonic() + 5
    while kneo_server.open_connections and time.monotonic() < limit:
        time.sleep(0.002)
    assert kneo_server.open_connections == 0


def test_a_failure_inside_is_answered_as_the_platform_does(kneo_server, http, monkeypatch) -> None:
    def fail(context: object) -> None:
        raise LookupError("the shelf is empty")

    monkeypatch.setitem(HANDLERS, "list_runs", fail)
    answer = http.get("/v1/runs")
    assert answer.status_code == 500
    first = {"error": "LookupError", "message": "the shelf is empty"}
    now = {"error": "internal_error", "message": "Internal server error"}
    assert answer.json() == {"detail": now if kneo_server.settings.since("0.6.0") else first}


def test_the_emulators_own_answers_are_checked(kneo_server, http, monkeypatch) -> None:
    from trellis.emulator import Answer

    monkeypatch.setitem(HANDLERS, "get_run", lambda context: Answer.json({"status": "completed"}))
    with kneo_server.expect_violations() as found:
        assert http.get("/v1/runs/r").json() == {"status": "completed"}
    assert [(violation.where, violation.operation_id) for violation in found] == [("answer", "get_run")]


def test_expecting_violations_where_there_are_none_fails(kneo_server, http) -> None:
    with pytest.raises(AssertionError, match="departed"), kneo_server.expect_violations():
        http.get("/v1/runs")


def test_the_log_tells_what_was_on_the_wire(kneo_server, http) -> None:
    refused = kneo_server.settings.since("0.11.0")
    http.get("/v1/runs/a%2Fb%3A?x=%20&x=", headers={"X-Two": "1"})
    kneo_server.violations.clear()
    entry = kneo_server.requests.last
    assert (entry.method, entry.raw_path, entry.path) == ("GET", "/v1/runs/a%2Fb%3A", "/v1/runs/a/b:")
    assert (entry.query_string, entry.query) == ("x=%20&x=", [("x", " "), ("x", "")])
    assert (entry.operation_id, entry.headers["x-two"]) == ("get_run", "1")
    assert entry.answer is not None
    outcome = (entry.status, entry.answer.decoded()["detail"]["error"])
    assert outcome == ((422, "unknown_query_parameters") if refused else (404, "KeyError"))
    assert "Bearer" not in repr(entry.headers)


def test_a_test_that_leaves_violations_behind_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        conftest='pytest_plugins = ["trellis.testing.plugin"]',
        test_inner="""
        import httpx
        import pytest

        def get(server, path):
            headers = {"X-Kneo-Api-Key": "local-admin-key"}
            return httpx.get(server.url + path, headers=headers, trust_env=False).status_code

        def test_guilty(kneo_server):
            assert get(kneo_server, "/v1/runs?principal=me") == 422

        def test_innocent(kneo_server):
            assert get(kneo_server, "/v1/runs?limit=1") == 200
            assert len(kneo_server.requests) == 1

        def test_deliberate(kneo_server):
            with kneo_server.expect_violations():
                assert get(kneo_server, "/v1/runs?limit=0") == 422

        def test_with_its_own_server(start_kneo):
            from trellis.emulator.kneo.settings import KneoSettings
            earlier = KneoSettings(keys=(), spec_version="0.4.0")
            assert get(start_kneo(earlier), "/v1/runs?principal=me") == 200

        def test_failing_anyway(kneo_server):
            assert get(kneo_server, "/v1/runs?principal=me") == 500
        """,
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-W", "error")
    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines(
        ["*the kneo emulator recorded schema violations:*", "*list_runs, request: query parameter 'principal'*"]
    )
