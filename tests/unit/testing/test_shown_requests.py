"""Assertions on recorded requests: what they accept, and that their messages say what was sent and no secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trellis.emulator import Headers, RequestLog
from trellis.emulator.exchange import Incoming
from trellis.testing import assert_operations, assert_sent, attempts_of_one_call, only_request

AS_JSON = ("content-type", "application/json")


def logged(*requests: tuple[str, str, str, list[tuple[str, str]], bytes, str | None]) -> RequestLog:
    log = RequestLog()
    for method, path, query, headers, body, operation in requests:
        log.add(Incoming(method, path, query, Headers(headers), body), operation).status = 200
    return log


def run(operation: str | None = "create_run", *headers: tuple[str, str], query: str = "", **body: Any) -> Any:
    return "POST", "/v1/runs", query, [AS_JSON, *headers], json.dumps(body).encode(), operation


LOG = logged(
    run(input="a", metadata={"team": "blue", "size": 3}, tags=["x", "y"]),
    run("create_run", ("x-team", "red"), ("x-many", "1"), ("x-many", "2"), query="dry=true&n=5&n=6", input="b"),
    ("GET", "/v1/livez", "", [], b"", "livez"),
)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({}, 1),
        ({"json": {"input": "b"}}, 2),
        ({"json": {"metadata": {"size": 3}}}, 1),
        ({"json": {"metadata": ..., "tags": ["x", ...]}}, 1),
        ({"query": {"dry": True, "n": [5, "6"]}}, 2),
        ({"query": {"dry": None}}, 1),
        ({"headers": {"X-Team": "red", "X-Many": ["1", "2"]}}, 2),
        ({"headers": {"X-Team": None}}, 1),
        ({"headers": {"X-Team": ...}}, 2),
        ({"times": 2}, 1),
    ],
)
def test_the_first_request_as_described_is_found(wanted: dict[str, Any], number: int) -> None:
    assert assert_sent(LOG, "create_run", **wanted).number == number


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"json": {"input": "c"}}, "#1: json.input is 'a', not 'c'"),
        ({"json": {"metadata": {"size": True}}}, "json.metadata.size is 3, not True"),
        ({"json": {"tags": ["x"]}}, "json.tags is ['x', 'y'], not ['x']"),
        ({"json": {"tags": ["x", "z"]}}, "json.tags[1] is 'y', not 'z'"),
        ({"json": {"nothing": ...}}, "#2: json.nothing is not sent"),
        ({"query": {"n": 5}}, "#2: query n is '5, 6', not '5'"),
        ({"headers": {"X-Team": "blue"}}, "#1: headers X-Team is not sent, not 'blue'"),
        ({"headers": {"Content-Type": None}}, "#1: headers Content-Type is 'application/json'"),
        ({"times": 3}, "expected 3 request(s) to create_run as described, found 2:"),
        ({"json": {"input": "a"}, "times": 2}, "found 1:"),
    ],
)
def test_what_differs_is_said_of_each_request(wanted: dict[str, Any], said: str) -> None:
    with pytest.raises(AssertionError) as raised:
        assert_sent(LOG, "create_run", **wanted)
    assert said in str(raised.value)
    assert "received:\n  #1 POST /v1/runs" in str(raised.value)


def test_bodies_that_are_no_json_and_requests_that_are_not_there() -> None:
    with pytest.raises(AssertionError, match="#3: there is no body"):
        assert_sent(LOG, "livez", json={})
    form = ("POST", "/oauth/token", "", [("content-type", "application/x-www-form-urlencoded")], b"scope=a&n=1", None)
    assert assert_sent(logged(form), form={"scope": "a", "n": 1, "other": None}).number == 1
    with pytest.raises(AssertionError, match="the body is no JSON"):
        assert_sent(logged(form), json={})
    with pytest.raises(AssertionError, match=r"expected a request to livez as described, found 0:\nreceived:\n  \(not"):
        assert_sent(logged(), "livez")


def test_that_nothing_was_sent_is_asked_otherwise() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        assert_sent(LOG, "livez", times=0)


def test_the_table_lines_up() -> None:
    with pytest.raises(AssertionError) as raised:
        only_request(LOG)
    lines = str(raised.value).splitlines()[1:]
    assert lines == [
        '  #1 POST /v1/runs                   -> 200  create_run  {"input": "a", "metadata": {"team": "blue", "size": 3}, "tags": ["x", "y"]}',  # noqa: E501
        '  #2 POST /v1/runs?dry=true&n=5&n=6  -> 200  create_run  {"input": "b"}',
        "  #3 GET /v1/livez                   -> 200  livez",
    ]


def test_no_secret_is_shown() -> None:
    hidden = "s3cr3t"
    fields = [("authorization", f"Bearer {hidden}"), AS_JSON]
    log = logged(
        run("secrets_create", *fields, query=f"token={hidden}&per_page=5", name="db", value=hidden),
        run("oauth_clients_create", *fields, client_secret=hidden, nested=[{"password": hidden, "kept": "shown"}]),
        ("POST", "/x", "", [("content-type", "application/x-www-form-urlencoded")], f"key={hidden}".encode(), None),
        ("POST", "/x", "", [("content-type", "application/octet-stream")], hidden.encode(), None),
    )
    checks = (
        lambda: assert_sent(log, json={"value": "other", "name": "x", "client_secret": f"{hidden}2"}),
        lambda: assert_sent(log, headers={"Authorization": f"Bearer {hidden}2"}, query={"token": f"{hidden}2"}),
        lambda: assert_sent(log, form={"key": "other"}),
        lambda: only_request(log),
        lambda: assert_operations(log),
        lambda: attempts_of_one_call(log),
    )
    for check in checks:
        with pytest.raises(AssertionError) as raised:
            check()
        message = str(raised.value)
        assert hidden not in message
        assert "per_page=5" in message
        assert '"kept": "shown"' in message
        assert "(6 bytes of application/octet-stream)" in message
    with pytest.raises(AssertionError, match=r"json\.value is another"):
        assert_sent(log, "secrets_create", json={"value": "other"})
    with pytest.raises(AssertionError, match="headers Authorization is another"):
        assert_sent(log, "secrets_create", headers={"Authorization": "other"})


def test_a_long_body_is_cut() -> None:
    with pytest.raises(AssertionError) as raised:
        assert_operations(logged(run(input="x" * 1000)))
    assert max(map(len, str(raised.value).splitlines())) < 200


def test_keys_that_make_repetition_harmless_are_no_secrets() -> None:
    log = logged(run("create_run", ("idempotency-key", "k-1"), input="a"))
    with pytest.raises(AssertionError, match="headers Idempotency-Key is 'k-1', not 'k-2'"):
        assert_sent(log, headers={"Idempotency-Key": "k-2"})


def test_a_misspelt_operation_is_refused_rather_than_never_called() -> None:
    log = RequestLog(known={"create_run", "livez"})
    assert log.to("livez") == []
    for asked in (
        lambda: log.to("create_rum"),
        lambda: assert_sent(log, "create_rum"),
        lambda: only_request(log, "create_rum"),
        lambda: attempts_of_one_call(log, "create_rum"),
        lambda: assert_operations(log, "create_rum"),
    ):
        with pytest.raises(ValueError, match="no operation 'create_rum'; there are: create_run, livez"):
            asked()


def test_pytest_shows_the_line_of_the_test_and_not_the_insides_of_an_assertion() -> None:
    for failing in (
        lambda: assert_sent(LOG, "create_run", times=5),
        lambda: only_request(LOG, "create_run"),
        lambda: attempts_of_one_call(LOG, "create_run"),
        lambda: assert_operations(LOG),
    ):
        with pytest.raises(AssertionError) as failed:
            failing()
        assert {str(entry.path) for entry in failed.traceback.filter(failed)} == {__file__}
