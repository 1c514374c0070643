"""Through the rack to other servers and to its registry; shells, consoles and the rack's own log."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from convox.exceptions import (
    ConvoxAuthError,
    ConvoxConnectionError,
    ConvoxForbiddenError,
    ConvoxNotFoundError,
    ConvoxTimeoutError,
)
from tests.wire.convox.racks import failure_of
from tests.wire.kneo.raw_server import answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import Exchange, RawServer
    from trellis.emulator import ConvoxHandle


@pytest.fixture
def rack(convox_server: ConvoxHandle) -> ConvoxHandle:
    """A rack with an app `web` that runs."""
    state = convox_server.state.rack
    app = state.create_app("web", "2")
    release = state.add_release(app, None)
    release.manifest = convox_server.settings.manifest
    state.promote(app, release, force=False)
    return convox_server


@pytest.fixture
def client(either: Either, rack: ConvoxHandle) -> Any:
    return either.client(rack.url, rack.settings.password)


# HTTP.

SENT: dict[str, tuple[Callable[[Any], Any], str, dict[str, str], bytes]] = {
    "GET": (lambda c: c.proxy.http("get", host="db.internal", port=9200), "GET /custom/http/proxy/", {}, b""),
    "a path and a query": (
        lambda c: c.proxy.http("DELETE", "a%2Fb/c?x=1", host="db.internal", port="9200", params={"y": [True, 2]}),
        "DELETE /custom/http/proxy/a%2Fb/c?x=1&y=true&y=2",
        {},
        b"",
    ),
    "JSON": (
        lambda c: c.proxy.http("POST", "/x", host="db.internal", port=9200, json={"a": [1]}),
        "POST /custom/http/proxy/x",
        {"content-type": "application/json"},
        b'{"a":[1]}',
    ),
    "an iterator, and headers": (
        lambda c: c.proxy.http(
            "PUT",
            "/x",
            host="db.internal",
            port=9200,
            content=iter([b"a", b"b"]),
            headers={"X-Team": "blue", "x-host": "elsewhere", "Authorization": "mine"},
        ),
        "PUT /custom/http/proxy/x",
        {"x-team": "blue"},
        b"ab",
    ),
}


@pytest.mark.parametrize("what", SENT)
def test_a_request_names_the_server_in_its_headers(either: Either, serve: Callable[..., RawServer], what: str) -> None:
    call, line, headers, body = SENT[what]
    server = serve(answer(200, b"said"))

    response = either.do(call(either.client(server.url)))

    (exchange,) = server.exchanges
    assert f"{exchange.method} {exchange.target}" == line
    assert (exchange.headers["x-host"], exchange.headers["x-port"]) == ("db.internal", "9200")
    assert headers.items() <= exchange.headers.items()
    assert exchange.headers["authorization"].startswith("Basic ")
    assert exchange.body == body
    assert (response.status_code, response.content) == (200, b"said")


@pytest.mark.parametrize("status", [200, 204, 302, 404, 429, 500, 503])
@pytest.mark.parametrize("method", ["proxy.http", "registries.proxy"])
def test_the_other_servers_answer_is_handed_over_and_asked_for_once(
    either: Either, serve: Callable[..., RawServer], method: str, status: int
) -> None:
    server = serve(
        answer(status, b"" if status == 204 else b"<html>its own page</html>", headers=("Content-Type: text/html",))
    )
    client = either.client(server.url, max_retries=3)
    call = (
        client.registries.proxy("GET", "/x")
        if method == "registries.proxy"
        else client.proxy.http("GET", "/x", host="h", port=1)
    )
    response = either.do(call)
    assert response.status_code == status
    assert str(response.request.url).startswith(server.url)
    assert len(server.exchanges) == 1


@pytest.mark.parametrize("status", [200, 404])
def test_a_body_may_be_left_to_be_read(either: Either, serve: Callable[..., RawServer], status: int) -> None:
    server = serve(answer(status, b"layer" * 100_000))
    response = either.do(either.client(server.url).registries.proxy("GET", "web/blobs/sha256:ab", stream=True))
    assert response.status_code == status
    chunks = response.aiter_bytes() if either.is_async else response.iter_bytes()
    assert b"".join(either.collect(chunks)) == b"layer" * 100_000
    (exchange,) = server.exchanges
    assert exchange.target == "/v2/web/blobs/sha256:ab"


def test_a_connection_that_breaks_is_ours_to_say(either: Either, serve: Callable[..., RawServer]) -> None:
    def broken(exchange: Exchange) -> bool:
        exchange.reset()
        return False

    client = either.client(serve(broken).url, max_retries=0)
    failure_of(either, lambda: client.proxy.http("POST", "/", host="h", port=1), ConvoxConnectionError)
    failure_of(either, lambda: client.registries.proxy("POST", "/"), ConvoxConnectionError)


def test_a_time_limit_of_its_own(either: Either, serve: Callable[..., RawServer]) -> None:
    def slow(exchange: Exchange) -> bool:
        exchange.wait(10)
        return False

    client = either.client(serve(slow).url)
    failure_of(either, lambda: client.proxy.http("GET", "/", host="h", port=1, timeout=0.1), ConvoxTimeoutError)
    failure_of(either, lambda: client.registries.proxy("GET", "/", timeout=0.1), ConvoxTimeoutError)


REFUSED: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "a URL": (lambda c: c.proxy.http("GET", "http://evil.example/", host="h", port=1), ValueError),
    "another authority": (lambda c: c.registries.proxy("GET", "//evil.example/"), ValueError),
    "the folder above": (lambda c: c.registries.proxy("GET", "/../apps"), ValueError),
    "the folder above, escaped": (lambda c: c.proxy.http("GET", "/%2e%2e/x", host="h", port=1), ValueError),
    "no host": (lambda c: c.proxy.http("GET", "/", host="", port=1), ValueError),
    "a host that is none": (lambda c: c.proxy.http("GET", "/", host=7, port=1), TypeError),
    "a host with a line break": (lambda c: c.proxy.http("GET", "/", host="h\r\nX-Evil: 1", port=1), ValueError),
    "a port that is none": (lambda c: c.proxy.http("GET", "/", host="h", port="http"), ValueError),
    "port 0": (lambda c: c.proxy.tcp("h", 0), ValueError),
    "port 65536": (lambda c: c.proxy.tcp("h", "65536"), ValueError),
    "a truth for a port": (lambda c: c.proxy.tcp("h", True), TypeError),
    "no port": (lambda c: c.proxy.tcp("h", None), TypeError),
    "no host to connect to": (lambda c: c.proxy.tcp("", 80), ValueError),
    "a method that is none": (lambda c: c.proxy.http("GET /x", "/", host="h", port=1), ValueError),
    "two bodies": (lambda c: c.proxy.http("PUT", "/", host="h", port=1, json=1, content=b"x"), (TypeError, ValueError)),
    "a shell's line break": (lambda c: c.instances.shell("i-1", command="ls\nrm"), ValueError),
    "another instance": (lambda c: c.instances.shell(".."), ValueError),
    "a terminal of no size": (lambda c: c.resources.console("web", "db", height="tall"), TypeError),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_arguments_are_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], what: str
) -> None:
    call, kind = REFUSED[what]
    server = serve(json_answer({}))
    client = either.client(server.url)
    with pytest.raises(kind):
        either.do(call(client))
    assert server.exchanges == []


def test_a_rack_passes_a_request_on(either: Either, client: Any, rack: ConvoxHandle) -> None:
    response = either.do(client.proxy.http("PATCH", "/v1/x?y=1", host="api.internal", port=8080, json={"a": 1}))
    said = response.json()
    assert (response.status_code, said["method"], said["path"]) == (200, "PATCH", "/v1/x")
    (passed,) = rack.upstream.requests
    assert json.loads(passed.body) == {"a": 1}
    assert "authorization" not in passed.headers, "our credentials are the rack's alone"


def test_a_rack_passes_requests_on_to_its_registry(either: Either, client: Any, rack: ConvoxHandle) -> None:
    rack.upstream.script(404, json={"errors": [{"code": "MANIFEST_UNKNOWN"}]})
    response = either.do(client.registries.proxy("GET", "web/manifests/latest", headers={"Accept": "application/json"}))
    assert (response.status_code, response.json()["errors"][0]["code"]) == (404, "MANIFEST_UNKNOWN")
    (passed,) = rack.upstream.requests
    assert passed.path == "/v2/web/manifests/latest"


# TCP.


def test_bytes_go_through_the_rack_and_come_back(either: Either, client: Any) -> None:
    connection = either.do(client.proxy.tcp("db.internal", 5432))
    for piece in (b"SELECT 1;", bytes(range(256)), "text \u00fc".encode()):
        either.do(connection.send(piece))
        came = b""
        while len(came) < len(piece):
            came += either.do(connection.receive())
        assert came == piece
    either.do(connection.send_eof())
    assert either.do(connection.receive()) == b""
    either.shut(connection)
    assert connection.closed


def test_what_a_rack_says_of_a_port_that_nobody_listens_on_is_all_that_comes(either: Either, client: Any) -> None:
    """A stream of bytes has no place for errors: the rack writes them into it, and nothing tells them from bytes."""
    connection = either.do(client.proxy.tcp("127.0.0.1", 9))
    assert b"connection refused" in b"".join(either.collect(connection))
    either.shut(connection)


# Shells, consoles, logs.


def test_a_shell_on_an_instance_runs_a_command(either: Either, client: Any, rack: ConvoxHandle) -> None:
    (instance, *_) = either.do(client.instances.list())
    session = either.do(client.instances.shell(instance.id, command="echo gr\u00fc\u00df dich", height=40, width=120))
    result = either.do(session.run())
    assert (result.text, result.exit_code) == ("gr\u00fc\u00df dich\r\n", 0)
    sent = rack.requests[-1]
    assert (sent.headers["height"], sent.headers["width"]) == ("40", "120")


def test_a_private_key_goes_in_its_header(either: Either, client: Any, rack: ConvoxHandle) -> None:
    (instance, *_) = either.do(client.instances.list())
    session = either.do(client.instances.shell(instance.id, command="exit 3", private_key="base64+text=="))
    assert either.do(session.wait()) == 3
    assert rack.requests[-1].headers["private-key"] == "base64+text=="


def test_an_instance_that_is_not_there_is_not_found(either: Either, client: Any) -> None:
    def talk() -> Any:
        session = either.do(client.instances.shell("i-none", command="true"))
        try:
            return either.do(session.read())
        finally:
            either.shut(session)

    with pytest.raises(ConvoxNotFoundError):
        talk()


def test_a_console_answers_what_is_typed(either: Either, client: Any) -> None:
    session = either.do(client.resources.console("web", "database", height=24, width=80))
    result = either.do(session.run("select 1;\nexit\n"))
    assert "postgres console" in result.text
    assert "select 1;" in result.text
    assert result.exit_code == 0


def test_the_racks_own_log_is_read_to_its_end(either: Either, client: Any, rack: ConvoxHandle) -> None:
    rack.state.rack.say("one more line")
    lines = either.do(client.system.logs(follow=False, since=timedelta(hours=1), prefix=False))
    found = either.collect(lines)
    assert any("one more line" in line for line in found)
    assert lines.closed
    sent = rack.requests[-1].headers
    assert (sent["follow"], sent["since"], sent["prefix"]) == ("false", "1h", "false")


def test_the_racks_own_log_is_followed(either: Either, client: Any, rack: ConvoxHandle) -> None:
    lines = either.do(client.system.logs(follow=True))
    rack.state.rack.say("said later")

    async def until_async() -> str:
        async for line in lines:
            if "said later" in line:
                return str(line)
        return ""

    def until_sync() -> str:
        return next(str(line) for line in lines if "said later" in line)

    assert "said later" in (either.do(until_async()) if either.is_async else until_sync())
    either.shut(lines)


SOCKETS: dict[str, Callable[[Any], Any]] = {
    "shell": lambda c: c.instances.shell("i-1"),
    "console": lambda c: c.resources.console("web", "database"),
    "tcp": lambda c: c.proxy.tcp("db.internal", 5432),
    "logs": lambda c: c.system.logs(),
}


@pytest.mark.parametrize("what", SOCKETS)
def test_a_stranger_is_refused(either: Either, rack: ConvoxHandle, what: str) -> None:
    stranger = either.client(rack.url, "wrong")
    failure_of(either, lambda: SOCKETS[what](stranger), ConvoxAuthError)


@pytest.mark.parametrize("what", ["shell", "console", "tcp"])
def test_one_who_may_only_read_gets_no_shell(either: Either, client: Any, rack: ConvoxHandle, what: str) -> None:
    token = either.do(client.system.jwt_token(role="read", duration_in_hour=1)).token
    reader = either.client(rack.url, token, username="jwt")
    failure_of(either, lambda: SOCKETS[what](reader), ConvoxForbiddenError)


@pytest.mark.parametrize("what", SOCKETS)
def test_connecting_has_a_time_limit(either: Either, serve: Callable[..., RawServer], what: str) -> None:
    def slow(exchange: Exchange) -> bool:
        exchange.wait(10)
        return False

    client = either.client(serve(slow).url).with_options(timeout=0.1)
    failure_of(either, lambda: SOCKETS[what](client), ConvoxTimeoutError)
