"""A canary in every credential of a client: it goes where it belongs, and shows up nowhere else, whatever is called."""

from __future__ import annotations

import base64
import inspect
import json
import logging
import pickle
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from knoxcall.auth.credentials import OIDCTokenExchange
from knoxcall.errors import KnoxCallError
from tests.security.arguments import knoxcall_arguments
from tests.security.canaries import CANARY, assert_hidden, logged
from tests.wire.kneo.both_clients import causes_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer
from tests.wire.knoxcall.gateways import Gateway
from trellis.core.auth.dpop_keys import DpopKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either

CREDENTIALS: dict[str, dict[str, Any]] = {
    "client credentials": {"client_id": "tk_x", "client_secret": CANARY},
    "proofs": {"client_id": "tk_x", "client_secret": CANARY, "dpop": "always"},
    "key": {"api_key": f"tk_live_{CANARY}"},
    "brought token": {"access_token": f"kc_{CANARY}"},
    "identity token": {"bootstrap": OIDCTokenExchange(CANARY, "ci.example")},
}
RESOURCES = (
    "routes", "secrets", "webhooks", "clients", "oauth_clients", "environments", "api_keys", "account", "audit_logs",
    "agents", "crypto", "pki", "vaults", "dynamic_db",
)  # fmt: skip

RAW = frozenset({"pki.get_crl", "pki.get_root_cert"})


def resource_calls(client: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every method of every resource that sends something, with what its signature requires."""
    for resource in RESOURCES:
        for name, method in inspect.getmembers(getattr(client, resource), callable):
            if name.startswith("_") or name == "construct_event":
                continue
            positional, given = knoxcall_arguments(method)

            def call(method: Any = method, positional: Any = positional, given: Any = given) -> Any:
                return method(*positional, **given)

            yield f"{resource}.{name}", call


def other_calls(client: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "authenticate", client.authenticate
    yield "request", lambda: client.request(method="POST", path="/v1/x", body={})
    yield "call", lambda: client.call("r", method="POST", body={})
    yield "ephemeral", lambda: client.ephemeral("https://x.example", method="POST", body={})


def credentials_of(exchange: Exchange) -> str:
    """All that a careless server could quote back to us."""
    names = ("authorization", "dpop", "x-knoxcall-key", "x-knox-upstream-authorization")
    return " ".join([exchange.headers.get(name, "") for name in names]).strip() or exchange.body.decode()


def echo_in_the_body(exchange: Exchange) -> bool:
    sent = credentials_of(exchange)
    exchange.send(json_answer({"error": {"type": sent, "message": sent, "fields": {sent: sent}}, "x": [sent]}, 422))
    return True


def echo_as_text(exchange: Exchange) -> bool:
    exchange.send(answer(500, f"<html>{credentials_of(exchange)}</html>".encode()))
    return True


def echo_in_a_success(exchange: Exchange) -> bool:
    exchange.send(answer(200, f"no json: {credentials_of(exchange)}".encode()))
    return True


def echo_in_a_redirect(exchange: Exchange) -> bool:
    sent = credentials_of(exchange).splitlines()[0]
    exchange.send(answer(302, headers=(f"Location: https://evil.example/?{sent}",)))
    return True


def echo_in_headers(exchange: Exchange) -> bool:
    sent = credentials_of(exchange)
    headers = (f"X-Request-Id: {sent}", f"Retry-After: {sent}", f"X-Odd: {sent}", f"WWW-Authenticate: Bearer {sent}")
    exchange.send(json_answer({"error": "invalid_request", "error_description": sent}, 401, headers=headers))
    return True


PLAYS = (echo_in_the_body, echo_as_text, echo_in_a_success, echo_in_a_redirect, echo_in_headers)


def finish(either: Either, value: Any) -> Any:
    """Carry out a call, or walk to its end."""
    if hasattr(value, "__aiter__") or inspect.isgenerator(value):
        return either.collect(value)
    return either.do(value)


@pytest.mark.slow
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
@pytest.mark.parametrize(
    ("either", "kind"), [*(("sync", kind) for kind in CREDENTIALS), ("async", "proofs")], indirect=["either"]
)
def test_no_failure_of_any_method_shows_a_credential(
    either: Either,
    serve: Callable[..., RawServer],
    caplog: pytest.LogCaptureFixture,
    play: Callable[[Exchange], bool],
    kind: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    events: list[Any] = []
    token_type = "DPoP" if kind == "proofs" else "Bearer"
    gateway = Gateway(play, token={"access_token": f"kc_{CANARY}", "token_type": token_type})
    client = either.client(serve(gateway).url, retry_max_attempts=1, hooks=(events.append,), **CREDENTIALS[kind])
    names = []
    for name, call in (*resource_calls(client), *other_calls(client)):
        names.append(name)
        if name in ("call", "ephemeral", "authenticate") or (name == "request" and play is echo_in_a_success):
            finish(either, call())
            continue
        caught = None
        try:
            result = finish(either, call())
        except KnoxCallError as error:
            caught = error
        if caught is None:
            assert result is None or name in RAW, name  # theirs is text, whatever it says
            assert play is echo_in_a_success, f"{name} took a failure for a success"
        else:
            assert_hidden(name, caught, (CANARY,))
    assert len(names) > 120
    assert CANARY in gateway.calls[0].headers.get("authorization", "")
    assert events
    assert CANARY not in repr(events)
    assert CANARY not in logged(caplog)
    assert len(logged(caplog)) > 1000, "nothing was logged, so nothing was looked at"


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
@pytest.mark.parametrize("kind", ["client credentials", "proofs", "identity token"])
def test_a_token_endpoint_that_quotes_what_it_got(
    either: Either,
    serve: Callable[..., RawServer],
    caplog: pytest.LogCaptureFixture,
    play: Callable[[Exchange], bool],
    kind: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway = Gateway(mint=lambda exchange, _: play(exchange))
    client = either.client(serve(gateway).url, retry_max_attempts=1, **CREDENTIALS[kind])
    for name, call in (*other_calls(client), ("management", client.account.get)):
        with pytest.raises(KnoxCallError) as caught:
            finish(either, call())
        sent = gateway.mints[-1].headers
        basic = sent.get("authorization", f"Basic {CANARY}").removeprefix("Basic ")
        assert_hidden(name, caught.value, (CANARY, basic))
    assert gateway.calls == []
    assert CANARY not in logged(caplog)


@pytest.mark.parametrize("members", [{"token_type": "DPoP"}, {"token_type": "mac"}, {"access_token": f"{CANARY}\n"}])
def test_a_token_that_cannot_be_used_is_not_shown(
    either: Either, serve: Callable[..., RawServer], members: dict[str, str]
) -> None:
    gateway = Gateway(token={"access_token": f"kc_{CANARY}", "refresh_token": f"kc_rt_{CANARY}", **members})
    client = either.client(serve(gateway).url)
    for name, call in (*other_calls(client), ("management", client.account.get)):
        with pytest.raises(KnoxCallError) as caught:
            finish(either, call())
        assert_hidden(name, caught.value, (CANARY,))


@pytest.mark.parametrize("kind", CREDENTIALS)
def test_no_success_shows_a_credential(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    caplog.set_level(logging.DEBUG)
    events: list[Any] = []

    def failing(event: Any) -> None:
        events.append(event)
        raise RuntimeError("a hook that fails")

    token_type = "DPoP" if kind == "proofs" else "Bearer"
    gateway = Gateway(token={"access_token": f"kc_{CANARY}", "refresh_token": CANARY, "token_type": token_type})
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        client = either.client(serve(gateway).url, hooks=(failing,), **CREDENTIALS[kind])
        finish(either, client.account.get())
        response = finish(either, client.call("r"))
        finish(either, client.sign_out())
        finish(either, client.authenticate())
    connection = client._connection
    for thing in (
        client, vars(client), client.routes, client.route("r"), response, response.request, response.request.headers,
        events, warned, connection, vars(connection), connection.settings, connection.cache, vars(connection.cache),
        connection.auth, vars(connection.auth), connection.dpop, client._management, vars(client._management),
        client._management._engine, vars(client._management._engine),
    ):  # fmt: skip
        if thing is response.request.headers and "x-knoxcall-key" in thing:
            continue  # httpx masks Authorization only; the header is the caller's own request to look at
        assert CANARY not in repr(thing), f"{type(thing)}"
        assert CANARY not in str(thing)
    assert CANARY not in logged(caplog)
    formatter = logging.Formatter()
    assert CANARY not in "".join(formatter.format(record) for record in caplog.records if record.name[:8] == "knoxcall")


def test_what_holds_credentials_refuses_to_be_pickled(either: Either) -> None:
    client = either.client("http://127.0.0.1:9", api_key=CANARY)
    for thing in (client, client._management._engine, CREDENTIALS["identity token"]["bootstrap"]):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match=f"cannot pickle {type(thing).__name__}") as caught:
                pickle.dumps(thing, protocol)
            assert CANARY not in str(caught.value)


def test_secret_values_of_bodies_are_not_logged(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    events: list[Any] = []
    client = either.client(serve(Gateway()).url, hooks=(events.append,))
    finish(either, client.secrets.create(name="x", secret_type="string", value=CANARY))
    finish(either, client.call("r", method="POST", body={"password": CANARY}, query={"token": CANARY}))
    finish(either, client.ephemeral(f"https://x.example/?key={CANARY}", upstream_authorization=f"Bearer {CANARY}"))
    assert CANARY not in repr(events)
    assert CANARY not in logged(caplog)


@pytest.mark.parametrize("name", ["api_key", "access_token", "client_secret"])
@pytest.mark.parametrize("end", ["\n", "\r\nX-Evil: 1", "\0", "\u20ac", " x"])
def test_a_credential_that_cannot_be_sent_is_refused_without_being_shown(
    either: Either, serve: Callable[..., RawServer], name: str, end: str
) -> None:
    gateway = Gateway()
    url = serve(gateway).url
    options = {name: f"{CANARY}{end}", **({"client_id": "x"} if name == "client_secret" else {})}
    if name == "client_secret":  # escaped for the Basic scheme, it can be sent whatever it is
        finish(either, either.client(url, **options).authenticate())
        assert "x-evil" not in gateway.mints[0].headers
        return
    with pytest.raises(KnoxCallError) as caught:
        finish(either, either.client(url, **options).account.get())
    assert gateway.calls == []
    assert CANARY not in json.dumps([str(caught.value), repr(caught.value), repr(vars(caught.value))])
    assert all(CANARY not in str(error) for error in causes_of(caught.value))


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
def test_neither_the_private_key_nor_a_proof_is_shown(
    either: Either,
    serve: Callable[..., RawServer],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    play: Callable[[Exchange], bool],
) -> None:
    """A proof is good for one request, and a server that quotes it might not have been the one that it was for."""
    caplog.set_level(logging.DEBUG)
    made = ec.generate_private_key(ec.SECP256R1())
    monkeypatch.setattr(DpopKey, "generate", lambda: DpopKey(made))
    number = made.private_numbers().private_value
    raw = number.to_bytes(32, "big")
    events: list[Any] = []
    gateway = Gateway(play, token={"access_token": "kc_1", "token_type": "DPoP"})
    client = either.client(serve(gateway).url, retry_max_attempts=1, hooks=(events.append,), **CREDENTIALS["proofs"])
    with pytest.raises(KnoxCallError) as caught:
        finish(either, client.account.get())
    proofs = [exchange.headers["dpop"] for exchange in (*gateway.mints, *gateway.calls)]
    assert len(proofs) >= 2
    secrets = (*proofs, str(number), raw.hex(), base64.urlsafe_b64encode(raw).decode().rstrip("="), repr(raw)[2:-1])
    assert_hidden("account.get", caught.value, secrets)
    for secret in secrets:
        assert secret not in logged(caplog) + repr(events) + repr(client._connection.dpop) + repr(vars(client))
