"""Every Python example of knoxcall's manual runs as it stands, under the host names that it takes for granted.

A tunnel brings the management hosts to an emulated gateway, and the tenant's own to a server that plays the data plane
and shows what it was asked.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall import (
    AuthenticationError,
    ConflictError,
    KnoxCall,
    KnoxCallAsync,
    KnoxCallSync,
    WebhookSignatureVerificationError,
)
from tests.docs.knoxcall_manual import EXAMPLES, blocks, example, paragraphs, short_manual
from tests.docs.manual_text import perform
from tests.docs.signed_deliveries import delivery
from tests.wire.kneo.raw_server import RawServer, json_answer
from trellis.emulator import ApiKeySeed, KnoxCallSettings, OAuthClientSeed
from trellis.testing import Tunnel, assert_operations, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.wire.kneo.raw_server import Exchange
    from trellis.emulator import KnoxCallHandle

pytestmark = pytest.mark.anyio

IMPORT = "from knoxcall import KnoxCall\n"
CLIENT = ("tk_xxxxxxxx", "...")
SETTINGS = KnoxCallSettings(
    clients=(OAuthClientSeed(*CLIENT, "of the manual"),), keys=(ApiKeySeed("of the manual", "tk_live_..."),)
)
SANDBOX = KnoxCallSettings(sandbox=True, keys=(ApiKeySeed("of the manual", "tk_test_..."),))


@pytest.fixture
def gateway(start_knoxcall: Callable[[KnoxCallSettings], KnoxCallHandle]) -> KnoxCallHandle:
    """api.knoxcall.com"""
    return start_knoxcall(SETTINGS)


@pytest.fixture
def sandbox(start_knoxcall: Callable[[KnoxCallSettings], KnoxCallHandle]) -> KnoxCallHandle:
    """sandbox.knoxcall.com"""
    return start_knoxcall(SANDBOX)


def echo(exchange: Exchange) -> bool:
    exchange.send(json_answer({"asked": f"{exchange.method} {exchange.target}"}, 207))
    return True


@pytest.fixture
def data_plane() -> Iterator[RawServer]:
    """acme.knoxcall.com: answers everything with 207 and what was asked."""
    server = RawServer(echo)
    yield server
    server.close()


@pytest.fixture(autouse=True)
def world(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    gateway: KnoxCallHandle,
    sandbox: KnoxCallHandle,
    data_plane: RawServer,
) -> Iterator[Tunnel]:
    """The names of the wide world, and an environment with nothing in it but the manual's client credentials."""
    for name in list(os.environ):
        if name.startswith(("KNOXCALL_", "SSL_CERT")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KNOXCALL_CLIENT_ID", CLIENT[0])
    monkeypatch.setenv("KNOXCALL_CLIENT_SECRET", CLIENT[1])
    routes = {
        "api.knoxcall.com": gateway.url,
        "sandbox.knoxcall.com": sandbox.url,
        "acme.knoxcall.com": data_plane.url,
    }
    with Tunnel(routes) as tunnel:
        for name, value in tunnel.environment.items():
            monkeypatch.setenv(name, value)
        yield tunnel


def test_every_example_of_the_manual_is_run_here() -> None:
    assert len(blocks()) == len(EXAMPLES)
    assert "```" not in short_manual(), "the other edition has code too: run it"


# Clients.


def clients() -> list[str]:
    return paragraphs("clients")[1:]


async def test_the_first_line_is_all_that_the_other_examples_import() -> None:
    assert paragraphs("clients")[0] == IMPORT.strip()


@pytest.mark.parametrize("number", [0, 1], ids=["credentials inline", "credentials in the environment"])
async def test_a_client_with_credentials_has_its_tenant_from_them(
    number: int, gateway: KnoxCallHandle, data_plane: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if number == 0:
        monkeypatch.delenv("KNOXCALL_CLIENT_ID")
        monkeypatch.delenv("KNOXCALL_CLIENT_SECRET")
    found = await perform(IMPORT + clients()[number])
    assert found is not None
    with found["client"] as client:
        assert isinstance(client, KnoxCallSync)
        assert client.routes.list()["data"] == []
        assert client.call("payments").status_code == 207
    assert_operations(gateway.requests, "oauth_token", "routes_list")
    (exchange,) = data_plane.exchanges
    assert exchange.headers["host"] == "acme.knoxcall.com"


async def test_a_key_is_used_as_it_is(gateway: KnoxCallHandle) -> None:
    found = await perform(IMPORT + clients()[2])
    assert found is not None
    with found["client"] as client:
        assert client.account.get()["slug"] == "acme"
    assert_operations(gateway.requests, "account_get")


async def test_the_sandbox_is_a_host_of_its_own(gateway: KnoxCallHandle, sandbox: KnoxCallHandle) -> None:
    found = await perform(IMPORT + clients()[3])
    assert found is not None
    with found["sandbox"] as client:
        assert client.account.get()["slug"] == "acme"
    assert_operations(sandbox.requests, "account_get")
    assert gateway.requests.received == 0


async def test_the_asynchronous_client_is_the_same_factorys() -> None:
    found = await perform(IMPORT + clients()[4])
    assert found is not None
    assert isinstance(found["client"], KnoxCallAsync)
    assert found["routes"]["data"] == []


async def test_the_whole_block_runs_at_once() -> None:
    found = await perform(example("clients"))
    assert found is not None
    assert found["sandbox"].base_url == "https://sandbox.knoxcall.com"


# Resources.


async def test_routes_are_created_listed_and_walked_over(
    gateway: KnoxCallHandle, capsys: pytest.CaptureFixture[str]
) -> None:
    async with KnoxCall(sync=False) as client:
        for number in range(60):
            await client.routes.create(name=f"route-{number}", target_base_url="https://api.example.com")
        found = await perform(example("resources"), client=client)
    assert found is not None
    assert found["new"]["name"] == "my-api"
    first, *walked = capsys.readouterr().out.splitlines()
    pages, names = first.split(" ", 1)
    # Page 2 of 61 routes by 50; a walk has them all.
    assert (pages, len(names.split(",")), len(walked)) == ("2", 11, 61)
    assert {"my-api", "route-0", "route-59"} <= set(walked)


# Calls.


async def test_calls_go_to_the_tenants_host(data_plane: RawServer) -> None:
    async with KnoxCall(sync=False) as client:
        found = await perform(example("calls"), client=client)
    assert found is not None
    assert found["users"] == {"asked": "GET /api/users"}
    assert found["resp"].status_code == 207
    get, post, data = data_plane.exchanges
    assert {exchange.headers["x-knoxcall-route"] for exchange in data_plane.exchanges} == {"payments-stripe"}
    assert all(exchange.headers["authorization"].startswith("Bearer ") for exchange in data_plane.exchanges)
    assert (post.method, post.target, json.loads(post.body)) == (
        "POST",
        "/api/v1/charges",
        {"amount": 2000, "currency": "usd"},
    )
    assert (data.target, data.headers["x-knoxcall-environment"]) == ("/api/data", "staging")
    assert "x-knoxcall-environment" not in get.headers


async def test_a_bound_route_has_defaults_that_a_call_overrides(data_plane: RawServer) -> None:
    with KnoxCall() as client:
        found = await perform(example("bound routes"), client=client)
    assert found is not None
    assert found["computers"] == {"asked": "GET /api/computers"}
    assert [
        (exchange.method, exchange.target, exchange.headers["x-knoxcall-environment"])
        for exchange in data_plane.exchanges
    ] == [
        ("GET", "/api/computers", "production"),
        ("POST", "/api/printjobs", "production"),
        ("DELETE", "/api/printjobs/42", "production"),
        ("GET", "/api/computers", "staging"),
    ]
    assert json.loads(data_plane.exchanges[1].body) == {"printerId": 1, "title": "Invoice"}


# Webhooks.


async def receive(headers: dict[str, str], body: bytes) -> tuple[Any, list[tuple[Any, ...]]]:
    """What the example made of a delivery, and its alerts."""

    class Request:
        pass

    request: Any = Request()
    request.headers, request.body = headers, body
    alerts: list[tuple[Any, ...]] = []

    def alert(*about: Any) -> None:
        alerts.append(about)

    return await perform(example("webhooks"), request=request, alert=alert), alerts


async def test_a_delivery_that_is_genuine_is_acted_on() -> None:
    found, alerts = await receive(*delivery("request.server_error", "whsec_..."))
    assert found["event"]["event"] == "request.server_error"
    assert alerts == [("payments", 503)]


async def test_another_event_is_taken_without_an_alert() -> None:
    found, alerts = await receive(*delivery("request.success", "whsec_..."))
    assert (found["event"]["event"], alerts) == ("request.success", [])


async def test_a_forged_delivery_is_answered_400() -> None:
    assert await receive(*delivery("request.server_error", "another secret")) == (400, [])


async def test_a_delivery_that_was_changed_is_answered_400() -> None:
    headers, body = delivery("request.server_error", "whsec_...")
    assert await receive(headers, body.replace(b"503", b"500")) == (400, [])


async def test_the_error_of_the_example_is_the_one_that_is_raised() -> None:
    headers, body = delivery("request.success", "another secret")
    with KnoxCall() as client, pytest.raises(WebhookSignatureVerificationError):
        client.webhooks.construct_event(body, headers, "whsec_...")


# Errors.


class Asyncio:
    """The one function of its namesake that the example calls: notes how long it is to sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def create_as_in_the_example(**options: Any) -> list[float]:
    """Run the recipe; how long it slept."""
    clock = Asyncio()
    async with KnoxCall(sync=False, **options) as client:
        await perform(example("errors"), client=client, asyncio=clock)
    return clock.slept


async def test_the_error_recipe_creates_where_nothing_is_wrong(gateway: KnoxCallHandle) -> None:
    await create_as_in_the_example()
    assert_operations(gateway.requests, "oauth_token", "routes_create")


async def test_the_error_recipe_prints_the_fields_that_are_wrong(
    gateway: KnoxCallHandle, capsys: pytest.CaptureFixture[str]
) -> None:
    refusal = {"error": {"type": "validation_error", "message": "no", "fields": {"name": "is taken"}}}
    gateway.faults.add("routes_create", faults.status(422, json=refusal))
    await create_as_in_the_example()
    assert capsys.readouterr().out == "{'name': 'is taken'}\n"


@pytest.mark.parametrize(("headers", "slept"), [({"Retry-After": "7"}, 7), ({}, 1)], ids=["asked to", "not asked"])
async def test_the_error_recipe_sleeps_as_long_as_the_server_asks(
    headers: dict[str, str], slept: float, gateway: KnoxCallHandle
) -> None:
    gateway.faults.add("routes_create", faults.status(429, headers=headers))
    assert await create_as_in_the_example(retry_max_attempts=1) == [slept]


async def test_the_error_recipe_logs_in_again_after_a_401(gateway: KnoxCallHandle) -> None:
    gateway.faults.add("routes_create", faults.status(401, times=2))
    await create_as_in_the_example()
    # The client itself minted anew after the first 401, and the recipe after the second found that token at hand.
    operations = [request.operation_id for request in gateway.requests]
    assert operations[:4] == ["oauth_token", "routes_create", "oauth_token", "routes_create"]


async def test_the_error_recipe_lets_a_404_pass(gateway: KnoxCallHandle) -> None:
    gateway.faults.add("routes_create", faults.status(404))
    assert await create_as_in_the_example() == []


async def test_the_error_recipe_does_not_hide_other_errors(gateway: KnoxCallHandle) -> None:
    gateway.faults.add("routes_create", faults.status(409))
    with pytest.raises(ConflictError):
        await create_as_in_the_example()


# DPoP.


async def test_with_dpop_both_planes_get_a_proof(gateway: KnoxCallHandle, data_plane: RawServer) -> None:
    found = await perform(IMPORT + example("dpop"))
    assert found is not None
    with found["client"] as client:
        assert client.account.get()["slug"] == "acme"
        client.call("payments")
    minted, managed = gateway.requests
    (called,) = data_plane.exchanges
    assert managed.headers["authorization"] == called.headers["authorization"]
    assert managed.headers["authorization"].startswith("DPoP ")
    assert len({minted.headers["dpop"], managed.headers["dpop"], called.headers["dpop"]}) == 3


async def test_a_token_that_is_bound_to_a_key_is_none_without_its_proof(gateway: KnoxCallHandle) -> None:
    found = await perform(IMPORT + example("dpop"))
    assert found is not None
    with found["client"] as client:
        client.account.get()
    token = gateway.requests[-1].headers["authorization"].removeprefix("DPoP ")
    with KnoxCall(api_key=token) as thief, pytest.raises(AuthenticationError):
        thief.account.get()
