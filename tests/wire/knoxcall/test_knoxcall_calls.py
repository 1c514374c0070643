"""Requests through a route: what goes to the data plane, and that the upstream's answer comes back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knoxcall import errors
from tests.wire.kneo.raw_server import Exchange, answer
from tests.wire.knoxcall.gateways import Gateway, always, failure_of, unused_url
from trellis.core.events import RetryScheduled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either

OURS = (
    "Authorization", "DPoP", "x-knoxcall-key", "X-KNOXCALL-AGENT-ID", "x-knoxcall-agent-token", "X-KnoxCall-Origin",
)  # fmt: skip
SENDERS: dict[str, Callable[..., Any]] = {
    "call": lambda client, **options: client.call("r", **options),
    "ephemeral": lambda client, **options: client.ephemeral("https://x.example/p", **options),
}


@pytest.mark.parametrize("sender", SENDERS)
def test_headers_that_say_who_calls_are_only_ours(either: Either, serve: Callable[..., RawServer], sender: str) -> None:
    gateway = Gateway(answer(200))
    client = either.client(serve(gateway).url)
    given = {**dict.fromkeys(OURS, "mine"), "X-Mine": "kept", "Cookie": "a=b", "User-Agent": "me/1"}
    either.do(SENDERS[sender](client, headers=given))
    sent = gateway.calls[0].headers
    assert sent["authorization"] == "Bearer kc_1"
    assert "mine" not in sent.values()
    assert (sent["x-mine"], sent["cookie"], sent["user-agent"]) == ("kept", "a=b", "me/1")
    for absent in ("knoxcall-version", "x-idempotency-key", "x-request-id", "content-type"):
        assert absent not in sent


@pytest.mark.parametrize(
    ("client_default", "bound", "per_call", "header", "expected"),
    [
        (None, None, None, None, None),
        (None, None, None, "own", "own"),
        ("client", None, None, "own", "client"),
        ("client", "bound", None, None, "bound"),
        ("client", "bound", "call", "own", "call"),
        (None, None, "call", None, "call"),
    ],
)
def test_which_environment_a_call_is_for(
    either: Either,
    serve: Callable[..., RawServer],
    client_default: str | None,
    bound: str | None,
    per_call: str | None,
    header: str | None,
    expected: str | None,
) -> None:
    gateway = Gateway(answer(200))
    client = either.client(serve(gateway).url, environment=client_default)
    headers = {} if header is None else {"X-KnoxCall-Environment": header}
    either.do(client.route("r", environment=bound).get("/", environment=per_call, headers=headers))
    assert gateway.calls[0].headers.get("x-knoxcall-environment") == expected
    assert gateway.calls[0].headers["x-knoxcall-route"] == "r"


def test_a_bound_route_has_every_verb_and_its_own_defaults(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(answer(200))
    route = either.client(serve(gateway).url).route("payments", headers={"X-A": "route", "X-B": "route"})
    for verb in ("get", "post", "put", "patch", "delete"):
        either.do(getattr(route, verb)("/p", headers={"x-a": "call"}, query={"n": [1, 2]}))
        sent = gateway.calls[-1]
        assert (sent.method, sent.target) == (verb.upper(), "/p?n=1&n=2")
        assert (sent.headers["x-a"], sent.headers["x-b"], sent.headers["x-knoxcall-route"]) == (
            "call", "route", "payments",
        )  # fmt: skip
    assert either.do(route.request("OPTIONS", "/")).status_code == 200
    assert gateway.calls[-1].method == "OPTIONS"
    assert "route" not in dict(vars(route)).get("_headers", {}).get("x-a", "")


@pytest.mark.parametrize("name", ["", None, 7])
def test_a_route_without_a_name_is_refused_before_it_is_called(either: Either, name: Any) -> None:
    with pytest.raises(ValueError, match="slug or id"):
        either.client("http://127.0.0.1:9").route(name)


def test_a_group_of_methods_says_whose_it_is(either: Either) -> None:
    client = either.client("https://gw.example")
    kind = "Async" if either.is_async else "Sync"
    shown = [repr(thing) for name, thing in vars(client).items() if not name.startswith("_")]
    assert f"<{kind}Routes https://gw.example>" in shown
    assert len([one for one in shown if one.startswith(f"<{kind}") and one.endswith(" https://gw.example>")]) == 14


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("", None, "/"),
        ("v1/x", None, "/v1/x"),
        ("/a b/ü", None, "/a%20b/%C3%BC"),
        ("/a%20b%2Fc", None, "/a%20b%2Fc"),
        ("/x?a=1", {"b": "2"}, "/x?a=1&b=2"),
        (
            "/x",
            {"a": ["1", 2], "t": True, "f": False, "n": None, "ä": "&="},
            "/x?a=1&a=2&t=true&f=false&n=&%C3%A4=%26%3D",
        ),
    ],
)
def test_paths_and_queries(
    either: Either, serve: Callable[..., RawServer], path: str, query: dict[str, Any] | None, expected: str
) -> None:
    gateway = Gateway(answer(200))
    response = either.do(either.client(serve(gateway).url).call("r", path=path, query=query))
    assert gateway.calls[0].target == expected
    assert str(response.request.url).endswith(expected)


def test_an_ephemeral_call_says_where_to_and_with_what(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(answer(200))
    client = either.client(serve(gateway).url, environment="production")
    either.do(
        client.ephemeral(
            "https://api.example.com/v1?x=1",
            method="post",
            body={"a": 1},
            encrypted="aes",
            timeout_ms=1500,
            mode="transparent",
            upstream_authorization="Bearer up",
            upstream_auth_secret="sec_1",
            upstream_auth_scheme="Bearer",
        )
    )
    sent = gateway.calls[0]
    assert (sent.method, sent.target, sent.body) == ("POST", "/v1/proxy", b'{"a":1}')
    assert {name: value for name, value in sent.headers.items() if name.startswith("x-knox")} == {
        "x-knox-proxy-url": "https://api.example.com/v1?x=1",
        "x-knox-encrypted": "aes",
        "x-knox-timeout-ms": "1500",
        "x-knox-proxy-mode": "transparent",
        "x-knox-upstream-authorization": "Bearer up",
        "x-knox-upstream-auth-secret": "sec_1",
        "x-knox-upstream-auth-scheme": "Bearer",
    }


@pytest.mark.parametrize(
    "status", [200, 204, 206, 301, 304, 307, 400, 402, 403, 404, 408, 418, 429, 500, 503, 504, 599]
)
@pytest.mark.parametrize("sender", SENDERS)
def test_whatever_the_upstream_says_is_the_answer(
    either: Either, serve: Callable[..., RawServer], sender: str, status: int
) -> None:
    headers = (
        "Location: https://evil.example/",
        "Retry-After: 100",
        "X-Up: yes",
        "Set-Cookie: c=d",
        "X-Knox-Upstream-Status: 1",
    )
    body = b"" if status in (204, 304) else b"<html>upstream</html>"
    gateway = Gateway(answer(status, body, headers=headers, length=-1 if status == 204 else None))
    server = serve(gateway)
    response = either.do(SENDERS[sender](either.client(server.url)))
    assert (response.status_code, response.content, response.headers["x-up"]) == (status, body, "yes")
    assert len(gateway.calls) == 1, "no status is retried, no redirect followed"
    assert str(response.url).startswith(server.url)
    assert response.request.method == "GET"
    assert response.elapsed.total_seconds() >= 0
    assert response.cookies["c"] == "d"
    assert response.history == []
    assert response.is_closed
    assert response.is_error == (status >= 400)


@pytest.mark.parametrize("method", ["GET", "HEAD", "get"])
@pytest.mark.parametrize("sender", SENDERS)
def test_what_reads_is_sent_again_when_the_connection_breaks(
    either: Either, serve: Callable[..., RawServer], sender: str, method: str
) -> None:
    def play(exchange: Exchange) -> bool:
        if len(gateway.calls) < 3:
            exchange.reset()
            return False
        exchange.send(answer(200))
        return True

    gateway = Gateway(play)
    client = either.client(serve(gateway).url)
    assert either.do(SENDERS[sender](client, method=method)).status_code == 200
    assert len(gateway.calls) == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])
@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("broken", ["reset", "cut", "garbage"])
def test_what_may_have_arrived_is_not_sent_again(
    either: Either, serve: Callable[..., RawServer], sender: str, method: str, broken: str
) -> None:
    def play(exchange: Exchange) -> bool:
        if broken == "reset":
            exchange.reset()
        else:
            exchange.send(answer(200, b"half", length=100) if broken == "cut" else b"no HTTP at all\r\n\r\n")
        return False

    gateway = Gateway(play)
    client = either.client(serve(gateway).url)
    failure_of(either, lambda: SENDERS[sender](client, method=method, body=b"x"), errors.APIConnectionError)
    assert len(gateway.calls) == 1


def test_what_was_never_sent_is_tried_again_whatever_it_does(either: Either, serve: Callable[..., RawServer]) -> None:
    events: list[Any] = []
    gone = unused_url(serve)
    client = either.client(serve(Gateway()).url, proxy_base_url=gone, retry_max_attempts=4, hooks=(events.append,))
    error = failure_of(either, lambda: client.call("r", method="POST", body={}), errors.APIConnectionError)
    assert not isinstance(error, errors.APIConnectionTimeoutError)
    assert sum(isinstance(event, RetryScheduled) for event in events) == 3


@pytest.mark.parametrize("sender", SENDERS)
def test_a_call_has_a_timeout_of_its_own(either: Either, serve: Callable[..., RawServer], sender: str) -> None:
    gateway = Gateway(lambda exchange: exchange.wait(20) and False)
    client = either.client(serve(gateway).url, timeout=60)
    send = SENDERS[sender]
    failure_of(either, lambda: send(client, method="POST", timeout=0.2), errors.APIConnectionTimeoutError)
    assert len(gateway.calls) == 1
    if sender == "call":
        route = client.route("r", timeout=0.2)
        failure_of(either, lambda: route.post("/"), errors.APIConnectionTimeoutError)
        assert len(gateway.calls) == 2


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"X-A": "a\r\nX-Evil: 1"}},
        {"headers": {"X-A": "a\nb"}},
        {"headers": {"X-A": "a\0b"}},
        {"headers": {"X-A\r\nX-Evil": "1"}},
        {"headers": {"": "1"}},
        {"headers": {"Content-Length": "5"}},
        {"headers": {"Host": "evil.example"}},
        {"headers": {"Transfer-Encoding": "chunked"}},
        {"headers": {"CONNECTION": "close"}},
        {"method": "GET / HTTP/1.1\r\nX-Evil: 1\r\n"},
        {"method": ""},
        {"timeout": -1},
    ],
    ids=repr,
)
@pytest.mark.parametrize("sender", SENDERS)
def test_what_cannot_be_sent_is_refused_before_anything_is(
    either: Either, serve: Callable[..., RawServer], sender: str, options: dict[str, Any]
) -> None:
    server = serve(Gateway())
    client = either.client(server.url)
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        either.do(SENDERS[sender](client, **options))
    assert server.exchanges == []


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.call("r\r\nX-Evil: 1"),
        lambda client: client.call(""),
        lambda client: client.call("r", environment="a\nb"),
        lambda client: client.call("r", path="/a/../b"),
        lambda client: client.call("r", path="/./b"),
        lambda client: client.call("r", path="//evil.example/x"),
        lambda client: client.call("r", path="/%2e%2e/x"),
        lambda client: client.ephemeral("https://x.example/\r\nX-Evil: 1"),
        lambda client: client.ephemeral("https://x.example", mode="a\nb"),
        lambda client: client.ephemeral("https://x.example", upstream_authorization="Bearer a\r\nb"),
    ],
)
def test_hostile_arguments_are_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], call: Callable[[Any], Any]
) -> None:
    server = serve(Gateway())
    client = either.client(server.url)
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        either.do(call(client))
    assert server.exchanges == []


def test_large_bodies_go_and_come_whole(either: Either, serve: Callable[..., RawServer]) -> None:
    def echo(exchange: Exchange) -> bool:
        exchange.send(answer(200, exchange.body))
        return True

    gateway = Gateway(echo)
    body = bytes(range(256)) * (1 << 14)
    response = either.do(either.client(serve(gateway).url).call("r", method="PUT", body=body))
    assert response.content == body
    assert gateway.calls[0].body == body


def test_a_failed_mint_is_no_answer_of_the_upstreams(either: Either, serve: Callable[..., RawServer]) -> None:
    from tests.wire.kneo.raw_server import json_answer

    gateway = Gateway(mint=always(json_answer({"error": "invalid_client"}, 401)))
    failure_of(either, lambda: either.client(serve(gateway).url).call("r"), errors.AuthenticationError)


@pytest.mark.parametrize("url", ["", None, "x.example/p", "/p", "ftp://x.example", b"https://x.example"], ids=repr)
def test_an_upstream_without_a_route_is_named_by_its_whole_address(
    either: Either, serve: Callable[..., RawServer], url: Any
) -> None:
    gateway = Gateway(answer(200))
    client = either.client(serve(gateway).url)
    with pytest.raises(ValueError, match="upstream_url must be an absolute URL"):
        either.do(client.ephemeral(url))
    assert (gateway.calls, gateway.mints) == ([], [])
