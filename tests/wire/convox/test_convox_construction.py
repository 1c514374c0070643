"""Making a Convox client: three ways, what they send, and what they refuse before anything is sent."""

from __future__ import annotations

import base64
import copy
import inspect
import json
import pickle
import ssl
from typing import TYPE_CHECKING, Any

import pytest

from convox import AsyncConvoxClient, ConvoxClient, __version__
from tests.wire.convox.racks import KEY, OK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

    Serve = Callable[..., RawServer]

CLIENTS = (ConvoxClient, AsyncConvoxClient)


def basic(username: str, password: str) -> str:
    """The value of an Authorization header."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def way(either: Either, name: str) -> Any:
    """A class method of this kind of client."""
    return getattr(AsyncConvoxClient if either.is_async else ConvoxClient, name)


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_signatures(kind: Any) -> None:
    parameters = inspect.signature(kind).parameters
    assert list(parameters)[:6] == ["host", "api_key", "rack", "session", "retry", "timeout"]
    assert parameters["timeout"].default == 30.0
    assert [parameters[name].kind for name in ("host", "rack")] == [
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
    ]
    assert list(inspect.signature(kind.from_env).parameters)[:2] == ["retry", "timeout"]
    of_config = inspect.signature(kind.from_cli_config).parameters
    assert list(of_config)[:5] == ["rack", "host", "config_path", "retry", "timeout"]


def test_a_rack_is_addressed_directly(either: Either, serve: Serve) -> None:
    server = serve(OK)

    either.do(either.client(server.url).check())

    [exchange] = server.exchanges
    assert (exchange.method, exchange.target) == ("GET", "/check")
    assert {name: exchange.headers.get(name) for name in ("accept", "user-agent", "authorization")} == {
        "accept": "application/json",
        "user-agent": f"convox-python/{__version__}",
        "authorization": basic("convox", KEY),
    }
    assert not {"rack", "version", "session", "content-type"} & set(exchange.headers)


def test_a_rack_behind_a_console_is_named(either: Either, serve: Serve) -> None:
    server = serve(OK)

    either.do(either.client(server.url, rack="org/rack", session="s-1").check_credentials())

    [exchange] = server.exchanges
    assert (exchange.method, exchange.target) == ("GET", "/auth")
    assert {name: exchange.headers.get(name) for name in ("user-agent", "rack", "version", "session")} == {
        "user-agent": f"convox.go/{__version__}",
        "rack": "org/rack",
        "version": __version__,
        "session": "s-1",
    }


def test_names_of_any_characters_go_as_their_utf_8(
    either: Either, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(OK)
    monkeypatch.setenv("CONVOX_HOST", server.url)
    monkeypatch.setenv("CONVOX_PASSWORD", "deploy")
    monkeypatch.setenv("CONVOX_RACK", "größe/中")
    monkeypatch.setenv("CONVOX_ACTOR", "Jörg 中")

    client = either._keep(way(either, "from_env")())
    either.do(client.check())

    headers = server.exchanges[0].headers
    assert [headers[name].encode("latin-1").decode() for name in ("rack", "x-convox-actor")] == ["größe/中", "Jörg 中"]
    assert client.rack == "größe/中"


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_rack_and_session_are_none(either: Either, serve: Serve, nothing: str | None) -> None:
    server = serve(OK)
    client = either.client(server.url, rack=nothing, session=nothing)

    either.do(client.check())

    assert client.rack is None
    assert not {"rack", "version", "session"} & set(server.exchanges[0].headers)


def test_a_rack_token_goes_under_its_own_name(either: Either, serve: Serve) -> None:
    server = serve(OK)

    either.do(either.client(server.url, "ey.J.x", username="jwt").check())

    assert server.exchanges[0].headers["authorization"] == basic("jwt", "ey.J.x")


def test_a_base_path_is_kept(either: Either, serve: Serve) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull")

    either.do(either.client(f"{server.url}/base/").apps.list())

    assert server.exchanges[0].target == "/base/apps"


def test_from_the_environment(either: Either, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(OK)
    monkeypatch.setenv("CONVOX_HOST", server.url)
    monkeypatch.setenv("CONVOX_PASSWORD", "deploy")
    monkeypatch.setenv("CONVOX_RACK", "org/rack")
    monkeypatch.setenv("CONVOX_ACTOR", "ci-job-7")

    with_options = either._keep(way(either, "from_env")(headers={"X-Trace": "t"}))
    either.do(with_options.check())

    headers = server.exchanges[0].headers
    assert headers["authorization"] == basic("convox", "deploy")
    assert (headers["rack"], headers["x-convox-actor"], headers["x-trace"]) == ("org/rack", "ci-job-7", "t")


def test_from_a_rack_url(either: Either, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(OK)
    monkeypatch.setenv("RACK_URL", server.url.replace("http://", "http://jwt:ey.J.x@"))

    either.do(either._keep(way(either, "from_env")()).check())

    assert server.exchanges[0].headers["authorization"] == basic("jwt", "ey.J.x")


def test_who_acts_may_be_said_in_any_case(either: Either, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(OK)
    monkeypatch.setenv("RACK_URL", server.url.replace("http://", "http://convox:pw@"))
    monkeypatch.setenv("CONVOX_ACTOR", "ci-job-7")

    either.do(either._keep(way(either, "from_env")(headers={"x-convox-actor": "somebody"})).check())

    assert server.exchanges[0].header_names.count("x-convox-actor") == 1
    assert server.exchanges[0].headers["x-convox-actor"] == "somebody"


def test_the_other_ways_take_the_options_of_the_first(
    either: Either, serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = serve(OK)
    told: list[Any] = []
    monkeypatch.setenv("CONVOX_HOST", server.url)
    monkeypatch.setenv("CONVOX_PASSWORD", "ey.J.x")
    (tmp_path / "auth").write_text(json.dumps({server.url: "ey.J.x"}))
    options = {"username": "jwt", "headers": {"X-Trace": "t"}, "hooks": (told.append,), "http_client": either.http()}

    for client in (
        way(either, "from_env")(**options),
        way(either, "from_cli_config")(config_path=tmp_path / "auth", **options),
    ):
        either.do(either._keep(client).check())

    assert [exchange.headers["authorization"] for exchange in server.exchanges] == [basic("jwt", "ey.J.x")] * 2
    assert [exchange.headers["x-trace"] for exchange in server.exchanges] == ["t", "t"]
    assert told


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_other_ways_refuse_what_the_first_does(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVOX_HOST", "rack.example.com")
    monkeypatch.setenv("CONVOX_PASSWORD", "s3cret")

    with pytest.raises(ValueError, match="proxy must be a URL"):
        kind.from_env(proxy="proxy:8080")
    with pytest.raises(TypeError, match="headers must be a mapping"):
        kind.from_env(headers=[("X-A", "a")])
    with pytest.raises(TypeError, match="no_such"):
        kind.from_env(no_such=1)


def test_from_the_clis_files(either: Either, serve: Serve, tmp_path: Path) -> None:
    server = serve(OK)
    folder = tmp_path / ".config" / "convox"
    folder.mkdir(parents=True)
    (folder / "auth").write_text(json.dumps({server.url: "stored"}))
    (folder / "session").write_text(json.dumps({server.url: "s-7"}))

    either.do(either._keep(way(either, "from_cli_config")("org/rack", host=server.url)).check())

    headers = server.exchanges[0].headers
    assert headers["authorization"] == basic("convox", "stored")
    assert (headers["rack"], headers["session"]) == ("org/rack", "s-7")


def test_the_rack_alone_is_key_and_header(either: Either, serve: Serve, tmp_path: Path) -> None:
    server = serve(OK)
    (tmp_path / "auth").write_text(json.dumps({server.url: "stored"}))

    client = either._keep(way(either, "from_cli_config")(rack=server.url, config_path=tmp_path / "auth"))
    either.do(client.check())

    assert server.exchanges[0].headers["rack"] == server.url


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"host": ""}, ValueError, "^host must not be empty"),
        ({"host": " "}, ValueError, "^host must not be empty"),
        ({"host": "https://"}, ValueError, "^host has no host"),
        ({"host": None}, TypeError, "host must be a str"),
        ({"host": "HTTP://rack"}, ValueError, "lower case"),
        ({"host": "ftp://rack"}, ValueError, "scheme"),
        ({"host": "https://user:pw@rack"}, ValueError, "must not hold a user name or password"),
        ({"host": "rack?x=1"}, ValueError, "query"),
        ({"host": "rack name"}, ValueError, "spaces"),
        ({"api_key": None}, TypeError, "api_key must be a str"),
        ({"api_key": b"key"}, TypeError, "api_key must be a str"),
        ({"api_key": "s3cret-key\n"}, ValueError, "api_key must not hold control characters"),
        ({"username": "a:b"}, ValueError, "colon"),
        ({"username": "a\0b"}, ValueError, "username must not hold control characters"),
        ({"rack": "a\r\nb"}, ValueError, "Rack"),
        ({"rack": 3}, TypeError, "rack must be"),
        ({"session": "a\nb"}, ValueError, "Session"),
        ({"timeout": 0}, ValueError, "timeout"),
        ({"timeout": "30"}, TypeError, "timeout"),
        ({"verify": "/no/such/file.pem"}, ValueError, "does not exist"),
        ({"verify": 3}, TypeError, "verify"),
        ({"proxy": "proxy:8080"}, ValueError, "proxy must be a URL"),
        ({"proxy": 3}, TypeError, "proxy"),
        ({"http_client": object()}, TypeError, "http_client"),
        ({"headers": {"Authorization": "x"}}, ValueError, "is set by the client"),
        ({"headers": {"content-length": "3"}}, ValueError, "is set by the client"),
        ({"headers": {"X-A": "a\nb"}}, ValueError, "control character"),
        ({"headers": [("X-A", "a")]}, TypeError, "headers must be a mapping"),
    ],
)
def test_what_cannot_be_used_is_refused(kind: Any, arguments: dict[str, Any], error: type, words: str) -> None:
    given = {"host": "rack.example.com", "api_key": "s3cret-key", **arguments}

    with pytest.raises(error, match=words) as caught:
        kind(**given)
    assert "s3cret" not in str(caught.value)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("kind", CLIENTS)
def test_what_belongs_to_an_http_client_of_ones_own_is_not_given_beside_it(kind: Any, either: Either) -> None:
    http = either.http()
    fits = either.is_async or kind is ConvoxClient
    error, words = (ValueError, "http_client has its own") if fits else (TypeError, "must be an httpx.AsyncClient")

    for more in ({"verify": False}, {"proxy": "http://127.0.0.1:9"}, {"verify": ssl.create_default_context()}):
        with pytest.raises(error, match=words):
            kind("rack", "key", http_client=http, **more)


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_client_shows_no_key_and_refuses_pickling(kind: Any) -> None:
    client = kind("rack.example.com", "s3cret", rack="org/rack", session="s3ssion")

    assert repr(client) == f"<{kind.__name__} https://rack.example.com org/rack>"
    assert repr(client.api) == f"<{type(client.api).__name__} https://rack.example.com>"
    for refused in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot pickle"):
            refused(client)


def test_the_resources_are_there_and_made_once(either: Either) -> None:
    client = either.client("rack.example.com")
    names = [
        "api",
        "apps",
        "balancers",
        "budget",
        "builds",
        "certificates",
        "environment",
        "events",
        "files",
        "instances",
        "objects",
        "processes",
        "proxy",
        "registries",
        "releases",
        "resources",
        "services",
        "system",
    ]

    for name in names:
        assert getattr(client, name) is getattr(client, name)
        assert getattr(client.with_options(timeout=1), name) is not getattr(client, name)
