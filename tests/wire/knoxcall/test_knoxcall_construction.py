"""What a client makes of its arguments and the environment, before anything is sent."""

from __future__ import annotations

import inspect
import json
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall.auth.credentials import AccessToken, ClientCredentials, StoredCredentials
from knoxcall.client import KnoxCall, KnoxCallAsync
from knoxcall.errors import (
    BootstrapError,
    ClientClosedError,
    KnoxCallError,
    KnoxCallSecurityWarning,
    NotAuthenticatedError,
    ProtocolError,
)
from tests.wire.kneo.raw_server import answer, json_answer
from tests.wire.knoxcall.gateways import ACCOUNT, Gateway, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either

FLAT = {"client_id": "a", "client_secret": "b"}


def test_a_client_without_any_argument_can_be_made_and_says_at_its_first_request_what_is_missing(
    either: Either,
) -> None:
    client = either.client(bare=True)
    assert client.base_url == "https://api.knoxcall.com"
    assert (client.tenant, client.environment, client.sandbox, client.scope) == (None, None, False, [])
    assert client.api_version == "2026-08-05"
    for call in (
        client.account.get,
        client.authenticate,
        lambda: client.call("r"),
        lambda: client.ephemeral("https://x.example"),
    ):
        error = failure_of(either, call, NotAuthenticatedError)
        assert "KNOXCALL_API_KEY" in str(error)


def test_construction_sends_nothing_reads_no_file_and_starts_no_thread(
    either: Either, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Any:
        raise AssertionError("construction touched the world")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    before = set(threading.enumerate())
    for options in ({"bare": True}, FLAT, {"api_key": "k"}, {"bootstrap": StoredCredentials()}, {"dpop": "always"}):
        either.client(**options)
    assert set(threading.enumerate()) <= before  # one of an earlier test's may have ended meanwhile


def test_an_unknown_keyword_and_a_positional_argument_are_type_errors(either: Either) -> None:
    with pytest.raises(TypeError, match="tennant"):
        either.client(tennant="x")
    with pytest.raises(TypeError):
        KnoxCall("key")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "options",
    [
        {"bootstrap": AccessToken("x"), "api_key": "y"},
        {"bootstrap": ClientCredentials("x", "y"), "client_id": "x"},
        {"access_token": "x", "api_key": "x"},
        {"access_token": "x", "client_id": "y"},
        {"api_key": "x", "client_secret": "y"},
        {"client_id": "x"},
        {"client_secret": "x"},
        {"api_key": ""},
        {"bootstrap": "key"},
        {"api_key": "k", "tenant": "a.b"},
        {"api_key": "k", "tenant": "acme\n"},
        {"api_key": "k", "tenant": "evil.example/"},
        {"api_key": "k", "tenant": "-a"},
        {"api_key": "k", "tenant": "a" * 64},
        {"api_key": "k", "base_url": "ftp://x"},
    ],
    ids=repr,
)
def test_what_contradicts_itself_is_refused(either: Either, options: dict[str, Any]) -> None:
    with pytest.raises(BootstrapError):
        either.client(**options)


def test_a_mode_of_proofs_that_is_none_is_refused(either: Either) -> None:
    with pytest.raises(KnoxCallError, match="dpop"):
        either.client(dpop="sometimes")


def test_half_a_pair_is_not_made_whole_by_the_environment(either: Either, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOXCALL_CLIENT_SECRET", "from the environment")
    with pytest.raises(BootstrapError, match="client_secret"):
        either.client(client_id="from an argument")


SETTINGS = {
    "tenant": ("KNOXCALL_TENANT", "one", "two"),
    "environment": ("KNOXCALL_ENVIRONMENT", "staging", "production"),
    "base_url": ("KNOXCALL_BASE_URL", "https://one.example/", "https://two.example/"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_an_argument_wins_over_the_environment_and_that_over_the_default(
    either: Either, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    variable, environment, argument = SETTINGS[name]
    default = getattr(either.client(), name)
    monkeypatch.setenv(variable, environment)
    assert getattr(either.client(), name) == environment.rstrip("/") != default
    assert getattr(either.client(**{name: argument}), name) == argument.rstrip("/")
    monkeypatch.setenv(variable, "")
    assert getattr(either.client(), name) == default


def test_an_explicit_address_beats_the_sandbox(either: Either, monkeypatch: pytest.MonkeyPatch) -> None:
    assert either.client(sandbox=True).base_url == "https://sandbox.knoxcall.com"
    assert either.client(sandbox="yes").base_url == "https://api.knoxcall.com"
    assert either.client(sandbox=True, base_url="https://mine.example").base_url == "https://mine.example"
    monkeypatch.setenv("KNOXCALL_BASE_URL", "https://other.example")
    assert either.client(sandbox=True).base_url == "https://other.example"


@pytest.mark.parametrize("name", ["base_url", "proxy_base_url"])
def test_plain_http_to_another_machine_warns(either: Either, name: str) -> None:
    with pytest.warns(KnoxCallSecurityWarning, match=name) as warned:
        either.client(**{name: "http://gateway.example"})
    assert len(warned) == 1
    either.client(**{name: "http://localhost:1"})  # warnings are errors here
    either.client(**{name: "http://[::1]:1"})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "https://acme.knoxcall.com/api/v2/x"),
        ({"sandbox": True}, "https://sandbox-acme.knoxcall.com/api/v2/x"),
        ({"base_url": "https://api-staging.knoxcall.com"}, "https://acme.knoxcall.com/api/v2/x"),
        ({"base_url": "https://sandbox-staging.knoxcall.com/"}, "https://sandbox-acme.knoxcall.com/api/v2/x"),
        ({"base_url": "https://gw.example"}, "https://gw.example/v2/x"),
        ({"base_url": "https://gw.example/knox/"}, "https://gw.example/knox/v2/x"),
        ({"proxy_base_url": "https://data.example/p"}, "https://data.example/p/v2/x"),
        ({"proxy_base_url": "https://other.KNOXCALL.com:8443"}, "https://other.knoxcall.com:8443/api/v2/x"),
        ({"proxy_base_url": "https://admin.knoxcall.com"}, "https://admin.knoxcall.com/v2/x"),
        ({"proxy_base_url": "https://a.b.knoxcall.com"}, "https://a.b.knoxcall.com/v2/x"),
        ({"proxy_base_url": "https://acme.knoxcall.com.evil.example"}, "https://acme.knoxcall.com.evil.example/v2/x"),
    ],
    ids=repr,
)
def test_where_a_call_goes(either: Either, options: dict[str, Any], expected: str) -> None:
    seen: list[str] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200)

    http = either.http(transport=httpx.MockTransport(take))
    client = either.client(api_key="kc_x", tenant="acme", http=http, **options)
    either.do(client.call("r", path="v2/x"))
    assert seen == [expected]


def test_the_data_planes_address_can_come_from_the_environment(
    either: Either, serve: Callable[..., RawServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = Gateway()
    monkeypatch.setenv("KNOXCALL_PROXY_BASE_URL", f"{serve(gateway).url}/")
    assert either.do(either.client(api_key="kc_x").call("r", path="/p")).status_code == 200
    assert gateway.calls[0].target == "/p"


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({"KNOXCALL_ACCESS_TOKEN": "kc_one", "KNOXCALL_API_KEY": "kc_two"}, "Bearer kc_one"),
        ({"KNOXCALL_API_KEY": "kc_two", "KNOXCALL_CLIENT_ID": "i", "KNOXCALL_CLIENT_SECRET": "s"}, "Bearer kc_two"),
        ({"KNOXCALL_CLIENT_ID": "i", "KNOXCALL_CLIENT_SECRET": "s", "VERCEL_OIDC_TOKEN": "v"}, "Bearer kc_1"),
    ],
    ids=["access token first", "key before client", "client before workload"],
)
def test_credentials_of_the_environment_in_their_order(
    either: Either,
    serve: Callable[..., RawServer],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    shown: str,
) -> None:
    gateway = Gateway()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    either.do(either.client(serve(gateway).url, bare=True).account.get())
    assert gateway.shown() == [shown]
    if gateway.mints:
        assert gateway.mints[0].headers["authorization"] == "Basic aTpz"


def test_headers_of_every_management_request(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    url = serve(gateway).url
    either.do(either.client(url).account.get())
    either.do(either.client(url, api_version="2030-01-01", user_agent="mine/1").account.get())
    first, second = gateway.calls
    assert first.headers["knoxcall-version"] == "2026-08-05"
    assert first.headers["user-agent"].startswith("knoxcall-sdk-python/")
    assert (second.headers["knoxcall-version"], second.headers["user-agent"]) == ("2030-01-01", "mine/1")
    assert "x-idempotency-key" not in first.headers


def test_a_closed_client_says_so(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(Gateway())
    client = either.client(server.url)
    either.do(client.account.get())
    either.shut(client)
    either.shut(client)
    for call in (
        client.account.get,
        lambda: client.call("r"),
        lambda: client.ephemeral("https://x.example"),
        lambda: client.request(method="GET", path="/v1/account"),
    ):
        assert "closed" in str(failure_of(either, call, ClientClosedError))
    assert len(server.exchanges) == 2


def test_a_client_can_be_a_context_manager(either: Either, serve: Callable[..., RawServer]) -> None:
    url = serve(Gateway()).url
    client = either.client(url)

    async def asynchronous() -> Any:
        async with client as same:
            assert same is client
            return await same.account.get()

    if either.is_async:
        assert either.do(asynchronous())["slug"] == "acme"
    else:
        with client as same:
            assert same.account.get()["slug"] == "acme"
    failure_of(either, client.account.get, ClientClosedError)


def test_the_asynchronous_clients_name_and_the_factory_make_the_same() -> None:
    assert type(KnoxCall(sync=False, api_key="k")) is KnoxCallAsync
    assert list(inspect.signature(KnoxCallAsync).parameters) == list(
        inspect.signature(type(KnoxCall(api_key="k"))).parameters
    )


def test_only_what_the_credential_allows_is_asked_for(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    client = either.client(serve(gateway).url, scope=["routes:write", "routes:read"])
    either.do(client.authenticate())
    assert gateway.mints[0].body == b"grant_type=client_credentials&scope=routes%3Awrite+routes%3Aread"
    with pytest.raises(TypeError, match="scope"):
        either.client(scope="routes:read")


def test_any_path_can_be_requested_and_its_answer_is_left_as_it_is(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    gateway = Gateway()
    client = either.client(serve(gateway).url)
    answer = either.do(client.request(method="POST", path="/v1/later", body={"a": None}, query={"q": "ä"}))
    assert answer == ACCOUNT
    sent = gateway.calls[0]
    assert (sent.method, sent.target, json.loads(sent.body)) == ("POST", "/v1/later?q=%C3%A4", {"a": None})
    assert len(sent.headers["x-idempotency-key"]) == 26


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_no_answer_and_is_not_followed(
    either: Either, serve: Callable[..., RawServer], status: int
) -> None:
    gateway = Gateway(json_answer({}, status, headers=("Location: https://evil.example/",)))
    client = either.client(serve(gateway).url)
    for call in (
        client.account.get,
        lambda: client.request(method="GET", path="/v1/x"),
        lambda: client.routes.delete("r"),
    ):
        assert failure_of(either, call, ProtocolError).status == status
    assert len(gateway.calls) == 3


def test_a_page_that_has_not_changed_is_none(either: Either, serve: Callable[..., RawServer]) -> None:
    client = either.client(serve(Gateway(answer(304, length=-1))).url)
    assert either.do(client.request(method="GET", path="/v1/x", headers={"If-None-Match": "x"})) is None
