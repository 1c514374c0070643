"""Calls by path: what `client.api` sends and returns, and `client.stream`."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from convox.exceptions import (
    ConvoxConnectionError,
    ConvoxGatewayError,
    ConvoxNotFoundError,
    ConvoxProtocolError,
    ConvoxTimeoutError,
)
from tests.wire.convox.racks import KEY, OK, failure_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

    Serve = Callable[..., RawServer]

PAGE = answer(200, b"<html><title>Console</title></html>", headers=("Content-Type: text/html; charset=utf-8",))


def close(either: Either, response: httpx.Response) -> None:
    """Close an answer the way its client's kind does."""
    if either.is_async:
        either.do(response.aclose())
    else:
        response.close()


VERBS = ("get", "post", "put", "patch", "delete", "head", "options")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb(either: Either, serve: Serve, verb: str) -> None:
    server = serve(answer(200, b"", headers=("Content-Type: text/plain",)))

    result = either.do(getattr(either.client(server.url).api, verb)("apps/web?x=1", params={"y": True, "z": None}))

    [exchange] = server.exchanges
    assert (exchange.method, exchange.target, exchange.body) == (verb.upper(), "/apps/web?x=1&y=true", b"")
    assert "content-type" not in exchange.headers
    assert result is None


@pytest.mark.parametrize(
    ("sending", "words"),
    [
        ({"data": "a=b"}, "data must be a mapping of fields, got str"),
        ({"data": [("a", "b")]}, "data must be a mapping of fields, got list"),
        ({"data": {"a": {"b": 1}}}, "cannot send a dict"),
        ({"headers": [("a", "b")]}, "headers must be a mapping of names to values, got list"),
        ({"headers": {"a": None}}, "header a: expected a str, got NoneType"),
        ({"json": 1, "data": {"a": 1}}, "only one of json, data and content"),
    ],
)
def test_what_cannot_be_sent_is_named(either: Either, serve: Serve, sending: dict[str, Any], words: str) -> None:
    server = serve(OK)

    with pytest.raises(TypeError, match=words):
        either.do(either.client(server.url).api.post("/apps", **sending))
    assert not server.exchanges


@pytest.mark.parametrize(
    ("sending", "kind", "body"),
    [
        ({"data": {"lock": True, "n": 2, "none": None, "l": ["a", "b"], "t": "a b&c"}},
         "application/x-www-form-urlencoded", b"lock=true&n=2&l=a&l=b&t=a+b%26c"),
        ({"data": {}}, None, b""),
        ({"data": {"a": None}}, None, b""),
        ({"json": {"a": None}}, "application/json", b'{"a":null}'),
        ({"content": b"\x1f\x8b"}, None, b"\x1f\x8b"),
        ({"content": "é"}, None, "é".encode()),
        ({"content": bytearray(b"array")}, None, b"array"),
        ({"content": [b"a", b"b"], "headers": {"Content-Length": "2"}}, None, ValueError),
        ({"content": b"x", "headers": {"Content-Type": "application/gzip"}}, "application/gzip", b"x"),
        ({"content": b"x", "json": 1}, None, TypeError),
        ({"data": {"a": 1}, "content": b"x"}, None, TypeError),
        ({"content": {"a": 1}}, None, TypeError),
        ({"content": io.StringIO("x")}, None, TypeError),
        ({"json": float("nan")}, None, ValueError),
        ({"data": {"a": object()}}, None, TypeError),
        ({"headers": {"X": "a\nb"}}, None, ValueError),
        ({"timeout": -1}, None, ValueError),
    ],
)  # fmt: skip
def test_bodies(either: Either, serve: Serve, sending: dict[str, Any], kind: str | None, body: Any) -> None:
    server = serve(OK)
    client = either.client(server.url)

    if isinstance(body, type):
        with pytest.raises(body):
            either.do(client.api.post("/x", **sending))
        assert server.exchanges == []
        return
    assert either.do(client.api.post("/x", **sending)) == "ok"
    [exchange] = server.exchanges
    assert (exchange.headers.get("content-type"), exchange.body) == (kind, body)
    assert exchange.headers["content-length"] == str(len(body))


@pytest.mark.parametrize(
    "path", ["https://evil.example/x", "//evil.example/x", "/a/../b", "/a b", "/a\r\nX: y", "/a#b"]
)
def test_a_path_cannot_lead_elsewhere(either: Either, serve: Serve, path: str) -> None:
    server = serve(OK)

    with pytest.raises(ValueError, match="path"):
        either.do(either.client(server.url).api.get(path))
    assert server.exchanges == []


@pytest.mark.parametrize(
    ("said", "result"),
    [
        (json_answer([{"name": "web"}]), [{"name": "web"}]),
        (answer(200, b'{"a":1}', headers=("Content-Type: text/plain",)), {"a": 1}),
        (OK, "ok"),
        (answer(200, b""), None),
        (answer(200, b"\x1f\x8b\xff\x00", headers=("Content-Type: application/gzip",)), b"\x1f\x8b\xff\x00"),
    ],
)
def test_answers(either: Either, serve: Serve, said: bytes, result: Any) -> None:
    assert either.do(either.client(serve(said).url).api.get("/x")) == result


def test_a_web_page_says_to_name_the_rack(either: Either, serve: Serve) -> None:
    client = either.client(serve(PAGE).url)

    for call in (lambda: client.api.get("/apps"), client.apps.list, lambda: client.apps.cancel("web")):
        error = failure_of(either, call, ConvoxGatewayError)
        assert error.status_code == 502
        assert "rack=" in str(error)


@pytest.mark.parametrize("status", [301, 302, 307, 304])
def test_a_redirect_is_refused(either: Either, serve: Serve, status: int) -> None:
    server = serve(answer(status, b"", headers=("Location: http://127.0.0.1:9/x", "Request-Id: req-3")))
    client = either.client(server.url)

    for call in (lambda: client.api.get("/apps"), client.apps.list, lambda: client.apps.cancel("web")):
        error = failure_of(either, call, ConvoxProtocolError)
        assert (error.status_code, error.request_id) == (status, "req-3")
        assert "redirect" in error.message
    assert len(server.exchanges) == 3


@pytest.mark.parametrize("body", [b"", b"{", b"[1", b'"text"', b"3"])
def test_a_success_that_is_none_is_our_error(either: Either, serve: Serve, body: bytes) -> None:
    client = either.client(serve(answer(200, body, headers=("Content-Type: application/json",))).url)

    error = failure_of(either, lambda: client.apps.get("web"), ConvoxProtocolError)

    assert error.status_code == 200
    assert "GET /apps/{name}" in error.message


def test_a_stream_is_open_until_its_caller_closes_it(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n")
        for line in (b"one\n", b"two\n"):
            exchange.send(b"%x\r\n%s\r\n" % (len(line), line))
        exchange.send(b"0\r\n\r\n")
        return True

    server = serve(play)
    response = either.do(either.client(server.url).stream("GET", "/x", params={"follow": "true"}))

    assert isinstance(response, httpx.Response)
    assert (response.status_code, response.is_closed) == (200, False)
    assert str(response.request.url) == f"{server.url}/x?follow=true"
    assert either.collect(response.aiter_lines() if either.is_async else response.iter_lines()) == ["one", "two"]
    close(either, response)
    assert response.is_closed
    assert response.elapsed.total_seconds() > 0


def test_a_stream_is_a_context_manager(either: Either, serve: Serve) -> None:
    client = either.client(serve(json_answer([1])).url)

    async def asynchronously() -> Any:
        async with await client.stream("GET", "/x") as response:
            return response, await response.aread()

    if either.is_async:
        response, body = either.do(asynchronously())
    else:
        with client.stream("GET", "/x") as response:
            body = response.read()
    assert (json.loads(body), response.is_closed) == ([1], True)


def test_a_stream_raises_no_status(either: Either, serve: Serve) -> None:
    server = serve(json_answer({"error": "no such app"}, 404))

    response = either.do(either.client(server.url).stream("GET", "/x"))

    assert (response.status_code, response.json()) == (404, {"error": "no such app"})
    close(either, response)


def test_a_stream_is_sent_again_like_any_call_and_then_handed_over(either: Either, serve: Serve) -> None:
    server = serve(json_answer({"error": "busy"}, 503))

    response = either.do(either.client(server.url, max_retries=2).stream("GET", "/x"))

    assert (response.status_code, len(server.exchanges)) == (503, 3)
    close(either, response)


@pytest.mark.parametrize("said", [PAGE, answer(302, b"", headers=("Location: /y",))])
def test_a_stream_hands_over_pages_and_redirects(either: Either, serve: Serve, said: bytes) -> None:
    response = either.do(either.client(serve(said).url).stream("GET", "/x"))

    assert response.status_code in (200, 302)
    close(either, response)


def test_a_stream_that_breaks_raises_our_error(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> None:
        exchange.send(answer(200, b"part", length=100))

    response = either.do(either.client(serve(play).url).stream("GET", "/x"))

    failure_of(either, response.aread if either.is_async else response.read, ConvoxConnectionError)


def test_a_stream_that_falls_silent_ends_in_time(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> None:
        exchange.send(answer(200, b"part", length=100))
        exchange.wait(5)

    response = either.do(either.client(serve(play).url, timeout=0.2).stream("GET", "/x"))

    failure_of(either, response.aread if either.is_async else response.read, ConvoxTimeoutError)


def test_api_calls_have_the_clients_errors(either: Either, serve: Serve) -> None:
    server = serve(json_answer({"error": f"no such key: {KEY}"}, 404, headers=("Request-Id: req-5",)))

    error = failure_of(either, lambda: either.client(server.url).api.get("/apps/x"), ConvoxNotFoundError)

    assert str(error) == "[404] no such key: <redacted>"
    assert error.request_id == "req-5"


def test_per_call_headers_and_timeouts(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> bool:
        if exchange.target == "/slow":
            exchange.wait(5)
        exchange.send(OK)
        return True

    server = serve(play)
    client = either.client(server.url)

    assert either.do(client.api.get("/x", headers={"X-A": "1", "Authorization": "Bearer other"})) == "ok"
    headers = server.exchanges[0].headers
    assert headers["x-a"] == "1"
    assert headers["authorization"].startswith("Basic ")
    failure_of(either, lambda: client.api.get("/slow", timeout=0.1), ConvoxTimeoutError)
