"""Logs come line by line, whatever the messages are cut into, and end where the rack says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from convox.exceptions import ConvoxConnectionError, ConvoxNotFoundError, ConvoxServerError, ConvoxTimeoutError
from tests.wire.convox.racks import failure_of
from tests.wire.convox.socket_racks import END, Rack, finish, logs, utf8

if TYPE_CHECKING:
    from websockets.sync.server import ServerConnection

    from tests.wire.convox.racks import Either


def test_lines_are_not_messages(either: Either) -> None:
    with Rack("one\ntw", "o\r\n", "", "\nlast", END) as rack:
        lines = logs(either, rack)
        assert either.collect(lines) == ["one", "two", "", "last"]
        assert lines.closed
        assert either.collect(lines) == []
        finish(either, rack, lines)


def test_a_character_may_be_cut_in_two(either: Either) -> None:
    def play(connection: ServerConnection) -> None:
        for byte in "Grüße €\n".encode():
            connection.send(bytes([byte]))
        connection.send(b"bad \xff\n")
        connection.send(END)
        connection.recv()

    with Rack(play=play) as rack:
        assert either.collect(logs(either, rack)) == ["Grüße €", "bad \ufffd"]


def test_options_are_headers_in_the_servers_forms(either: Either) -> None:
    with Rack(END) as rack:
        options: dict[str, Any] = {"follow": True, "since": timedelta(minutes=90), "filter": "GET /ü", "tail": 5}
        either.collect(logs(either, rack, prefix=False, **options))

    (request,) = rack.requests
    assert request.path == "/apps/web/logs"
    sent = {name: request.headers.get(name) for name in ("Follow", "Since", "Tail", "Prefix", "Previous")}
    assert sent == {"Follow": "true", "Since": "1h30m", "Tail": "5", "Prefix": "false", "Previous": None}
    assert utf8(request.headers["Filter"]) == "GET /ü"
    assert request.headers["Authorization"].startswith("Basic ")
    assert request.headers["Accept"] == "application/json"


def test_what_the_rack_says_went_wrong_is_the_error_of_an_answer(either: Either) -> None:
    with Rack("ERROR: app not found: web\n", END) as rack:
        error = failure_of(either, lambda: _all(either, logs(either, rack)), ConvoxNotFoundError)

    assert error.status_code == 500
    assert error.message == "app not found: web"


def test_an_error_after_lines_comes_after_the_lines(either: Either) -> None:
    seen: list[str] = []
    with Rack("one\n", "ERROR: stream broke\n", END) as rack:
        lines = logs(either, rack)
        with pytest.raises(ConvoxServerError, match="stream broke"):
            _into(either, lines, seen)
        finish(either, rack, lines)

    assert seen == ["one"]


def test_a_line_may_look_like_an_error(either: Either) -> None:
    with Rack("ERROR: db down\n", "retrying\n", "it said ERROR: no\n", END) as rack:
        assert either.collect(logs(either, rack)) == ["ERROR: db down", "retrying", "it said ERROR: no"]


def test_the_log_of_a_failed_build_ends_in_its_last_line(either: Either) -> None:
    with Rack("Building: web\n", "ERROR: exit status 1\n", END) as rack:
        assert either.collect(logs(either, rack, operation="builds_logs")) == ["Building: web", "ERROR: exit status 1"]


def test_an_error_whose_author_leaves_the_connection_open_is_found_by_silence(
    either: Either, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten_grace(monkeypatch)
    with Rack("ERROR: no such app: web\n") as rack:
        failure_of(either, lambda: _all(either, logs(either, rack, follow=True)), ConvoxNotFoundError)


def test_a_connection_lost_in_the_midst_is_no_end(either: Either) -> None:
    def play(connection: ServerConnection) -> None:
        connection.send("one\nhalf a li")
        connection.socket.shutdown(2)

    seen: list[str] = []
    with Rack(play=play) as rack:
        lines = logs(either, rack)
        with pytest.raises(ConvoxConnectionError, match=r"GET /apps/\{name\}/logs: the connection was closed before"):
            _into(either, lines, seen)
        with pytest.raises(ConvoxConnectionError):
            _into(either, lines, seen)
        assert lines.closed

    assert seen == ["one", "half a li"]


def test_a_server_that_closes_in_order_has_ended(either: Either) -> None:
    with Rack(play=lambda connection: connection.send("one\ntwo")) as rack:
        assert either.collect(logs(either, rack)) == ["one", "two"]


def test_a_server_that_goes_away_has_not_ended(either: Either) -> None:
    with Rack(play=lambda connection: connection.close(1001, "restarting")) as rack:
        error = failure_of(either, lambda: _all(either, logs(either, rack)), ConvoxConnectionError)

    assert "code 1001 restarting" in str(error)


def test_leaving_early_closes_the_connection(either: Either) -> None:
    with Rack(*(f"line {number}\n" for number in range(100))) as rack:
        lines = logs(either, rack, follow=True)
        iterator: Any = aiter(lines) if either.is_async else iter(lines)
        assert either.do(anext(iterator) if either.is_async else next(iterator)) == "line 0"
        finish(either, rack, lines)


def test_a_log_that_is_followed_may_be_silent_for_longer_than_the_timeout(either: Either) -> None:
    def play(connection: ServerConnection) -> None:
        connection.send("one\n")
        connection.pong()
        import time

        time.sleep(0.6)
        connection.send("two\n")
        connection.send(END)
        connection.recv()

    with Rack(play=play) as rack:
        client = either.client(rack.url, timeout=0.3)
        assert either.collect(_logs_of(either, client, follow=True)) == ["one", "two"]
        with pytest.raises(ConvoxTimeoutError, match=r"nothing came from the server for 0\.3 s"):
            either.collect(_logs_of(either, client, follow=False))
        with pytest.raises(ConvoxTimeoutError):
            either.collect(_logs_of(either, client, follow=True, timeout=0.3))


def test_a_deadline_bounds_the_whole_log(either: Either) -> None:
    with Rack("one\n") as rack:
        client = either.client(rack.url).with_options(deadline=0.3)
        with pytest.raises(ConvoxTimeoutError, match=r"not over within its deadline of 0\.3 s"):
            either.collect(_logs_of(either, client, follow=True))


def shorten_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convox._async.streams.GRACE", 0.1)
    monkeypatch.setattr("convox._sync.streams.GRACE", 0.1)


def _logs_of(either: Either, client: Any, *, timeout: Any = None, **options: Any) -> Any:
    from convox._async.streams import open_logs as open_async
    from convox._generated import operations as ops
    from convox._sync.streams import open_logs as open_sync

    opener: Any = open_async if either.is_async else open_sync
    given = {} if timeout is None else {"timeout": timeout}
    return either.do(opener(client._calls, ops.apps_logs, {"name": "web", **options}, **given))


def _all(either: Either, lines: Any) -> Any:
    if not either.is_async:
        return list(lines)

    async def gather() -> list[str]:
        return [line async for line in lines]

    return gather()


def _into(either: Either, lines: Any, seen: list[str]) -> None:
    if not either.is_async:
        for line in lines:
            seen.append(line)
        return

    async def gather() -> None:
        async for line in lines:
            seen.append(line)

    either.do(gather())
