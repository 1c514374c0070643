"""The life of a token over the wire: minted once, renewed ahead of time, replaced once after a 401."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from knoxcall.auth.credentials import OIDCTokenExchange
from knoxcall.auth.redacted import Redacted
from knoxcall.auth.stores import CachedToken, MemoryTokenStore
from knoxcall.errors import APIConnectionTimeoutError, AuthenticationError
from tests.wire.kneo.raw_server import Exchange, json_answer
from tests.wire.knoxcall.gateways import ACCOUNT, ID, SECRET, Gateway, always, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either

CALLS: dict[str, Callable[[Any], Any]] = {
    "management": lambda client: client.account.get(),
    "mutation": lambda client: client.environments.create(name="x"),
    "call": lambda client: client.call("r"),
    "posting call": lambda client: client.call("r", method="POST", body={"a": 1}),
    "ephemeral": lambda client: client.ephemeral("https://x.example", method="POST", body=b"1"),
}
UNAUTHORISED = json_answer({"error": {"type": "authentication_error", "message": "revoked"}}, 401)


class Aging(MemoryTokenStore):
    """A store in which every token has only `left` of its `lifetime` seconds left when it is read."""

    def __init__(self, left: float, lifetime: float) -> None:
        super().__init__()
        self.left, self.lifetime = left, lifetime

    async def get(self, key: str) -> CachedToken | None:
        return CachedToken(Redacted("kc_old"), time.time() + self.left, self.lifetime)


def test_one_token_serves_all_calls_of_both_planes(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    client = either.client(serve(gateway).url)
    for call in CALLS.values():
        either.do(call(client))
    either.do(client.authenticate())
    assert len(gateway.mints) == 1
    assert gateway.shown() == ["Bearer kc_1"] * len(CALLS)
    sent = gateway.mints[0]
    assert (sent.method, sent.body) == ("POST", b"grant_type=client_credentials")
    assert sent.headers["authorization"] == "Basic " + base64.b64encode(f"{ID}:{SECRET}".encode()).decode()
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.headers["accept"] == "application/json"
    assert sent.headers["user-agent"].startswith("knoxcall-sdk-python/")
    assert "dpop" not in sent.headers


def test_credentials_with_odd_characters_are_escaped_for_the_basic_scheme(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    """RFC 6749, section 2.3.1; an id or secret of plain characters looks the same either way."""
    gateway = Gateway()
    client = either.client(serve(gateway).url, client_id="a:b", client_secret="s p/ä%")
    either.do(client.authenticate())
    basic = base64.b64decode(gateway.mints[0].headers["authorization"].removeprefix("Basic ")).decode()
    assert basic == "a%3Ab:s+p%2F%C3%A4%25"


def test_an_identity_token_is_exchanged(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    client = either.client(serve(gateway).url, bootstrap=OIDCTokenExchange("a.b.c", "ci.example"), scope=["x"])
    either.do(client.authenticate())
    sent = gateway.mints[0]
    assert parse_qs(sent.body.decode()) == {
        "grant_type": ["urn:ietf:params:oauth:grant-type:token-exchange"],
        "subject_token_type": ["urn:ietf:params:oauth:token-type:id_token"],
        "subject_token": ["a.b.c"],
        "audience": ["knoxcall:api"],
        "scope": ["x"],
    }
    assert "authorization" not in sent.headers


def test_a_workloads_assertion_is_read_anew_for_every_mint(
    either: Either, serve: Callable[..., RawServer], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file = tmp_path / "assertion"
    file.write_text("first.one.x\n")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(file))
    gateway = Gateway(good=lambda shown: shown == "Bearer kc_2")
    client = either.client(serve(gateway).url, bare=True)
    either.do(client.authenticate())
    file.write_text("second.one.x\n")
    either.do(client.account.get())
    assert [parse_qs(sent.body.decode())["subject_token"][0] for sent in gateway.mints] == [
        "first.one.x",
        "second.one.x",
    ]


@pytest.mark.parametrize(
    ("left", "lifetime", "renewed"),
    [(299, 3600, True), (305, 3600, False), (100, 150, False), (70, 150, True), (299, None, True), (305, None, False)],
)
def test_a_token_is_renewed_ahead_of_its_end(
    either: Either, serve: Callable[..., RawServer], left: float, lifetime: float, renewed: bool
) -> None:
    """By five minutes, or by half of a shorter life."""
    gateway = Gateway()
    client = either.client(serve(gateway).url, token_store=Aging(left, lifetime))
    either.do(client.account.get())
    assert gateway.shown() == ["Bearer kc_1" if renewed else "Bearer kc_old"]


@pytest.mark.parametrize("name", CALLS)
def test_a_token_that_cannot_be_renewed_is_used_while_it_lasts(
    either: Either, serve: Callable[..., RawServer], name: str
) -> None:
    gateway = Gateway(mint=always(json_answer({}, 500)))
    client = either.client(serve(gateway).url, token_store=Aging(60, 3600), retry_max_attempts=1)
    for _ in range(3):
        either.do(CALLS[name](client))
    assert gateway.shown() == ["Bearer kc_old"] * 3
    assert len(gateway.mints) == 1, "a renewal that failed is not tried again at once"


def test_a_token_that_is_about_to_end_is_not_used(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(mint=always(json_answer({"error": "invalid_client"}, 401)))
    client = either.client(serve(gateway).url, token_store=Aging(5, 3600))
    failure_of(either, client.account.get, AuthenticationError)
    assert gateway.calls == []


@pytest.mark.parametrize("name", CALLS)
def test_after_a_401_there_is_one_new_token_and_one_more_try(
    either: Either, serve: Callable[..., RawServer], name: str
) -> None:
    gateway = Gateway(good=lambda shown: shown == "Bearer kc_2")
    either.do(CALLS[name](either.client(serve(gateway).url)))
    assert gateway.shown() == ["Bearer kc_1", "Bearer kc_2"]
    first, second = gateway.calls
    assert (first.method, first.target, first.body) == (second.method, second.target, second.body)
    assert first.headers.get("x-idempotency-key") == second.headers.get("x-idempotency-key")


@pytest.mark.parametrize("name", CALLS)
def test_a_second_401_is_final(either: Either, serve: Callable[..., RawServer], name: str) -> None:
    gateway = Gateway(good=lambda _: False)
    client = either.client(serve(gateway).url)
    if "call" in name or name == "ephemeral":
        assert either.do(CALLS[name](client)).status_code == 401
    else:
        assert failure_of(either, lambda: CALLS[name](client), AuthenticationError).status == 401
    assert gateway.shown() == ["Bearer kc_1", "Bearer kc_2"]
    assert len(gateway.mints) == 2


@pytest.mark.parametrize("header", ["X-Knox-Upstream-Status", "x-knox-destination-status"])
@pytest.mark.parametrize("name", ["call", "posting call", "ephemeral"])
def test_a_401_of_the_upstream_is_the_callers(
    either: Either, serve: Callable[..., RawServer], name: str, header: str
) -> None:
    gateway = Gateway(json_answer({"who": "upstream"}, 401, headers=(f"{header}: 401",)))
    answer = either.do(CALLS[name](either.client(serve(gateway).url)))
    assert (answer.status_code, answer.json()) == (401, {"who": "upstream"})
    assert gateway.shown() == ["Bearer kc_1"]
    assert len(gateway.mints) == 1


@pytest.mark.parametrize("name", CALLS)
def test_a_token_that_was_brought_is_never_sent_again_after_a_401(
    either: Either, serve: Callable[..., RawServer], name: str
) -> None:
    gateway = Gateway(UNAUTHORISED)
    client = either.client(serve(gateway).url, access_token="kc_brought")
    if "call" in name or name == "ephemeral":
        assert either.do(CALLS[name](client)).status_code == 401
    else:
        failure_of(either, lambda: CALLS[name](client), AuthenticationError)
    assert gateway.shown() == ["Bearer kc_brought"]
    assert gateway.mints == []


def test_a_key_that_is_no_token_of_the_gateways_leaves_authorization_to_the_upstream(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    gateway = Gateway()
    client = either.client(serve(gateway).url, api_key="tk_live_1")
    either.do(client.call("r"))
    either.do(client.ephemeral("https://x.example"))
    either.do(client.account.get())
    through_a_route, ephemeral, management = gateway.calls
    assert through_a_route.headers["x-knoxcall-key"] == "tk_live_1"
    assert "authorization" not in through_a_route.headers
    for sent in (ephemeral, management):
        assert sent.headers["authorization"] == "Bearer tk_live_1"
        assert "x-knoxcall-key" not in sent.headers


def test_signing_out_forgets_the_token(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    store = MemoryTokenStore()
    client = either.client(serve(gateway).url, token_store=store)
    either.do(client.account.get())
    either.do(client.sign_out())
    either.do(client.account.get())
    assert gateway.shown() == ["Bearer kc_1", "Bearer kc_2"]


def test_clients_of_one_credential_share_a_store_and_others_do_not(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    gateway = Gateway()
    url, store = serve(gateway).url, MemoryTokenStore()
    shared = {"tenant": "acme", "token_store": store}
    for options in (
        {},
        {},
        {"client_id": "other", "client_secret": "x"},
        {"client_id": ID, "client_secret": "rotated"},
        {"scope": ["a"]},
        {"sandbox": True},
        {"dpop": "never"},
    ):
        either.do(either.client(url, **{**shared, **options}).account.get())
    assert gateway.shown() == [f"Bearer kc_{number}" for number in (1, 1, 2, 3, 4, 5, 1)]


def test_the_clients_timeout_holds_for_the_token_endpoint_too(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(mint=lambda exchange, _: exchange.wait(20) and False)
    client = either.client(serve(gateway).url, timeout=0.2, retry_max_attempts=2)
    begun = time.monotonic()
    for call in (*CALLS.values(), lambda client: client.authenticate()):
        failure_of(either, lambda call=call: call(client), APIConnectionTimeoutError)
    assert time.monotonic() - begun < 15
    assert gateway.calls == []


def test_tokens_without_a_stated_end_live_an_hour(either: Either, serve: Callable[..., RawServer]) -> None:
    for expires_in in (None, "soon"):
        store = MemoryTokenStore()
        gateway = Gateway(token={"expires_in": expires_in})
        either.do(either.client(serve(gateway).url, token_store=store).account.get())
        either.do(either.client(gateway.mints[0].server.url, token_store=store).account.get())
        assert gateway.shown() == ["Bearer kc_1"] * 2


def test_a_request_without_retries_still_gets_its_new_token(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(json_answer(ACCOUNT), good=lambda shown: shown == "Bearer kc_2")
    assert either.do(either.client(serve(gateway).url, retry_max_attempts=1).account.get())["slug"] == "acme"


def test_the_token_endpoint_is_asked_again_when_it_is_busy(either: Either, serve: Callable[..., RawServer]) -> None:
    def mint(exchange: Exchange, number: int) -> bool:
        if number < 3:
            exchange.send(json_answer({"error": "temporarily_unavailable"}, 503))
            return True
        return gateway.issue(exchange, number)

    gateway = Gateway(mint=mint)
    either.do(either.client(serve(gateway).url).call("r", method="POST", body={}))
    assert (len(gateway.mints), gateway.shown()) == (3, ["Bearer kc_3"])
