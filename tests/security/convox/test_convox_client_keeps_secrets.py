"""A canary in every credential of a client: it goes where it belongs, and shows up nowhere else, whatever is called."""

from __future__ import annotations

import base64
import inspect
import logging
import pickle
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from convox.exceptions import ConvoxError
from tests.security.arguments import convox_arguments
from tests.security.canaries import CANARY, assert_hidden, logged
from tests.wire.kneo.both_clients import causes_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

CREDENTIALS: dict[str, dict[str, Any]] = {
    "direct": {},
    "console": {"rack": "org/rack"},
    "session": {"rack": "org/rack", "session": f"session-{CANARY}"},
    "jwt": {"username": "jwt"},
}
RESOURCES = (
    "apps", "builds", "releases", "environment", "services", "processes", "resources", "instances", "registries",
    "certificates", "system", "balancers", "budget", "events", "files", "objects", "proxy",
)  # fmt: skip
TIMEOUT = 5.0


def secrets_of(kind: str) -> tuple[str, ...]:
    """Every form in which the credentials travel."""
    user = CREDENTIALS[kind].get("username", "convox")
    return CANARY, base64.b64encode(f"{user}:{CANARY}".encode()).decode()


def resource_calls(client: Any, folder: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every method of every resource, with what its signature requires."""
    for resource in RESOURCES:
        for method_name, method in inspect.getmembers(getattr(client, resource), callable):
            if method_name.startswith("_"):
                continue
            name = f"{resource}.{method_name}"
            positional, given = convox_arguments(name, method, folder)

            def call(method: Any = method, positional: Any = positional, given: Any = given) -> Any:
                return method(*positional, **given)

            yield name, call


def other_calls(client: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    for verb in ("get", "post", "put", "delete", "patch"):
        yield f"api.{verb}", partial(getattr(client.api, verb), "/apps")
    yield "check_credentials", client.check_credentials
    yield "stream", lambda: client.stream("GET", "/apps")


def credentials_of(exchange: Exchange) -> str:
    """All that a careless server could quote back to us, in the forms that it travels in and decoded."""
    header = exchange.headers.get("authorization", "")
    plain = base64.b64decode(header.partition(" ")[2]).decode()
    return f"{header} {plain} {exchange.headers.get('session', '')}"


def echo_in_the_body(exchange: Exchange) -> bool:
    exchange.send(json_answer({"error": f"bad: {credentials_of(exchange)}"}, 400))
    return True


def echo_as_text(exchange: Exchange) -> bool:
    exchange.send(answer(500, f"<html>{credentials_of(exchange)}</html>".encode()))
    return True


def echo_in_a_success(exchange: Exchange) -> bool:
    exchange.send(answer(200, f"no json: {credentials_of(exchange)}".encode()))
    return True


def echo_in_a_redirect(exchange: Exchange) -> bool:
    exchange.send(answer(302, headers=(f"Location: https://evil.example/?{credentials_of(exchange)}",)))
    return True


def echo_in_headers(exchange: Exchange) -> bool:
    sent = credentials_of(exchange)
    headers = (
        f"Request-Id: {sent}",
        f"Retry-After: {sent}",
        f"X-Odd: {sent}",
        f'WWW-Authenticate: Session path="{sent}" token="false"',
    )
    exchange.send(json_answer({"error": sent}, 401, headers=headers))
    return True


def echo_in_a_challenge(exchange: Exchange) -> bool:
    """A path that could be asked, with our key in it."""
    sent = exchange.headers.get("authorization", "").partition(" ")[2]
    exchange.send(
        json_answer({"error": "x"}, 401, headers=(f'WWW-Authenticate: Session path="/s/{sent}" token="false"',))
    )
    return True


def echo_as_garbage(exchange: Exchange) -> bool:
    exchange.send(f"{credentials_of(exchange)}\r\n\r\n".encode())
    return False


def cut(exchange: Exchange) -> bool:
    exchange.send(answer(200, b"{", length=100))
    return False


PLAYS = (
    echo_in_the_body, echo_as_text, echo_in_a_success, echo_in_a_redirect, echo_in_headers, echo_in_a_challenge,
    echo_as_garbage, cut,
)  # fmt: skip


def finish(either: Either, value: Any) -> Any:
    """Carry out a call; read what it streams to its end, and close it."""
    result = either.do(value)
    try:
        if hasattr(result, "__aiter__") or hasattr(result, "__next__"):
            either.collect(result)
    finally:
        close = getattr(result, "aclose" if either.is_async else "close", None)
        if close is not None:
            either.do(close())
    return result


TEXT = frozenset({f"api.{verb}" for verb in ("get", "post", "put", "delete", "patch")})
"""Where any text is a success, and the caller's to read."""
RAW = frozenset(
    {
        "stream", "proxy.http", "registries.proxy", "builds.export", "files.download", "objects.exists",
        "objects.fetch", "resources.export_data",
    }
)  # fmt: skip
"""Where the answer is handed over as it came, or is not read at all."""


@pytest.mark.slow
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
@pytest.mark.parametrize(
    ("either", "kind"), [*(("sync", kind) for kind in CREDENTIALS), ("async", "session")], indirect=["either"]
)
def test_no_failure_of_any_method_shows_a_credential(
    either: Either,
    serve: Callable[..., RawServer],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    play: Callable[[Exchange], bool],
    kind: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "convox.yml").write_text("services: {}")
    events: list[Any] = []
    server = serve(play)
    client = either.client(server.url, CANARY, hooks=(events.append,), timeout=TIMEOUT, **CREDENTIALS[kind])
    secrets = secrets_of(kind)
    names = []
    for name, call in (*resource_calls(client, str(tmp_path)), *other_calls(client)):
        names.append(name)
        caught = None
        try:
            finish(either, call())
        except ConvoxError as error:
            caught = error
        if caught is None:
            handed_over = name in RAW or (name in TEXT and play is echo_in_a_success)
            assert handed_over or play is echo_in_a_success, f"{name} took a failure for a success"
        else:
            assert_hidden(name, caught, secrets)
    assert len(names) > 100
    assert secrets[1] in server.exchanges[0].headers["authorization"]
    assert events
    assert len(logged(caplog)) > 1000, "nothing was logged, so nothing was looked at"
    for secret in secrets:
        assert secret not in repr(events)
        assert secret not in logged(caplog)


def test_what_is_looked_at_shows_no_credential(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve(json_answer([{"name": "web"}]))
    client = either.client(server.url, CANARY, **CREDENTIALS["session"])
    finish(either, client.apps.list())
    view = client.with_options(timeout=3)
    things = [client, view, client.api, *(getattr(client, resource) for resource in RESOURCES)]
    for thing in (*things, *(vars(thing) for thing in things if hasattr(thing, "__dict__"))):
        for secret in secrets_of("session"):
            assert secret not in repr(thing), type(thing)
            assert secret not in str(thing), type(thing)
    assert CANARY not in logged(caplog)


def test_a_client_refuses_to_be_pickled(either: Either) -> None:
    client = either.client("http://127.0.0.1:9", CANARY)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match=f"cannot pickle {type(client).__name__}") as caught:
            pickle.dumps(client, protocol)
        assert CANARY not in str(caught.value)


def test_secrets_of_bodies_and_headers_are_not_logged(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    events: list[Any] = []

    def answer_by_path(exchange: Exchange) -> bool:
        known = {
            "/registries": {"server": "r", "username": "u", "password": CANARY},
            "/system/jwt/token": {"token": CANARY},
            "/instances/keyroll": {"name": "k", "private-key": CANARY},
        }
        other = {"id": "R1", "env": f"A={CANARY}", "url": CANARY, "parameters": {"Password": CANARY}}
        exchange.send(json_answer(known.get(exchange.target, other)))
        return True

    server = serve(answer_by_path)
    client = either.client(server.url, hooks=(events.append,))
    shown = [
        finish(either, client.registries.add("r", "u", CANARY)),
        finish(either, client.certificates.create("pub", CANARY, chain=CANARY)),
        finish(either, client.releases.create("web", env=f"A={CANARY}\n")),
        finish(either, client.resources.get("web", "database")),
        finish(either, client.system.get()),
        finish(either, client.system.jwt_token(role="read", duration_in_hour=1)),
        finish(either, client.instances.keyroll()),
    ]
    assert CANARY in server.exchanges[0].body.decode()
    assert CANARY not in repr(shown), "a model shows what it keeps"
    assert repr(shown).count("parameters={'Password': '***'}") == 2, "names of settings stay to be seen"
    assert CANARY not in repr(events)
    assert CANARY not in logged(caplog)


@pytest.mark.parametrize("end", ["\n", "\r\nX-Evil: 1", "\0"])
@pytest.mark.parametrize("name", ["session", "rack", "private_key"])
def test_a_secret_that_no_header_can_hold_is_refused_without_being_shown(
    either: Either, serve: Callable[..., RawServer], name: str, end: str
) -> None:
    server = serve(json_answer([]))
    bad = f"{CANARY}{end}"

    def call() -> Any:
        if name == "private_key":
            return either.client(server.url).instances.shell("i-1", private_key=bad)
        options: dict[str, Any] = {name: bad}
        return either.client(server.url, **options).apps.list()

    with pytest.raises((ConvoxError, ValueError)) as caught:
        finish(either, call())
    assert server.exchanges == []
    if name != "rack":
        assert all(CANARY not in f"{error} {error!r} {vars(error)}" for error in causes_of(caught.value))


def test_a_password_with_odd_characters_is_sent_whole(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(json_answer([]))
    key = f"{CANARY} X-Evil: 1 \u20ac:"
    finish(either, either.client(server.url, key).apps.list())
    (exchange,) = server.exchanges
    assert base64.b64decode(exchange.headers["authorization"].partition(" ")[2]).decode() == f"convox:{key}"
    assert "x-evil" not in exchange.headers


def test_a_session_challenge_to_another_host_gets_nothing(either: Either, serve: Callable[..., RawServer]) -> None:
    stranger = serve(json_answer({"id": "s"}))
    challenge = f'WWW-Authenticate: Session path="{stranger.url}/session" token="false"'
    server = serve(json_answer({"error": "expired"}, 401, headers=(challenge,)))
    client = either.client(server.url, CANARY, **CREDENTIALS["session"])
    with pytest.raises(ConvoxError) as caught:
        finish(either, client.apps.list())
    assert stranger.exchanges == []
    assert_hidden("apps.list", caught.value, secrets_of("session"))


def test_a_given_proxy_that_quotes_its_password(either: Either, serve: Callable[..., RawServer]) -> None:
    def quote(exchange: Exchange) -> bool:
        sent = exchange.headers["proxy-authorization"]
        exchange.send(answer(407, f"{sent} {base64.b64decode(sent[6:]).decode()}".encode()))
        return False

    proxy = serve(quote).url.replace("//", f"//user:{CANARY}@")
    client = either.client("http://far-away.invalid", proxy=proxy)
    with pytest.raises(ConvoxError) as caught:
        finish(either, client.apps.list())
    assert_hidden("apps.list", caught.value, (CANARY, base64.b64encode(f"user:{CANARY}".encode()).decode()))
