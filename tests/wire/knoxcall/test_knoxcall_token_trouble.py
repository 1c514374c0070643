"""A token endpoint in trouble: one of our errors, on whatever the client was asked to do, and nothing else is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall import errors
from tests.wire.kneo.raw_server import Exchange, answer, json_answer
from tests.wire.knoxcall.gateways import SECRET, Gateway, failure_of, unused_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either

CALLS: dict[str, Callable[[Any], Any]] = {
    "management": lambda client: client.account.get(),
    "request": lambda client: client.request(method="GET", path="/v1/account"),
    "call": lambda client: client.call("r"),
    "ephemeral": lambda client: client.ephemeral("https://x.example"),
    "authenticate": lambda client: client.authenticate(),
}


HTML = ("Content-Type: text/html",)
CUT = answer(200, b'{"access', length=500, headers=("Connection: close",))


def token(**members: Any) -> bytes:
    usual = {"access_token": "kc_1", "token_type": "Bearer", "expires_in": 3600}
    return json_answer({name: value for name, value in {**usual, **members}.items() if value is not None})


TROUBLE: dict[str, tuple[bytes, type[errors.KnoxCallError], int | None, str | None]] = {
    "a wrong secret": (
        json_answer({"error": "invalid_client", "error_description": "unknown client"}, 401),
        errors.AuthenticationError, 401, "invalid_client",
    ),
    "a wrong scope": (json_answer({"error": "invalid_scope"}, 400), errors.BadRequestError, 400, "invalid_scope"),
    "forbidden": (json_answer({"error": "access_denied"}, 403), errors.PermissionDeniedError, 403, "access_denied"),
    "too many": (json_answer({"error": "slow_down"}, 429), errors.RateLimitError, 429, "slow_down"),
    "5xx": (json_answer({}, 500), errors.ServerError, 500, None),
    "HTML 503": (answer(503, b"<html>down</html>", headers=HTML), errors.ServerError, 503, None),
    "HTML 200": (answer(200, b"<html>log in</html>", headers=HTML), errors.ProtocolError, 200, None),
    "a redirect": (answer(302, headers=("Location: https://elsewhere.example/",)), errors.ProtocolError, 302, None),
    "an empty answer": (answer(200), errors.ProtocolError, 200, None),
    "a list": (json_answer([1]), errors.ProtocolError, 200, None),
    "no token": (token(access_token=None), errors.ProtocolError, 200, None),
    "an empty token": (token(access_token=""), errors.ProtocolError, 200, None),
    "a token that is no text": (token(access_token=5), errors.ProtocolError, 200, None),
    "a token that is a header": (token(access_token="a\r\nX-Evil: 1"), errors.ProtocolError, 200, None),
    "a type nobody knows": (token(token_type="mac"), errors.ProtocolError, 200, None),
    "half an answer": (CUT, errors.APIConnectionError, None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_with_the_token_endpoint_is_one_typed_error(
    either: Either, serve: Callable[..., RawServer], trouble: str, name: str
) -> None:
    said, kind, status, code = TROUBLE[trouble]

    def mint(exchange: Exchange, _: int) -> bool:
        exchange.send(said)
        return b"Connection: close" not in said

    gateway = Gateway(mint=mint)
    client = either.client(serve(gateway).url, retry_max_attempts=2)
    error = failure_of(either, lambda: CALLS[name](client), kind)
    assert (error.status, error.code) == (status, code)
    assert gateway.calls == [], "nothing goes out without a token"
    assert SECRET not in str(error) + repr(vars(error))
    assert "X-Evil" not in json.dumps(error.headers)


@pytest.mark.parametrize("name", CALLS)
def test_a_token_endpoint_that_is_not_there(either: Either, serve: Callable[..., RawServer], name: str) -> None:
    client = either.client(unused_url(serve), retry_max_attempts=2)
    error = failure_of(either, lambda: CALLS[name](client), errors.APIConnectionError)
    assert error.status is None


@pytest.mark.parametrize("name", CALLS)
def test_a_token_endpoint_that_breaks_off(either: Either, serve: Callable[..., RawServer], name: str) -> None:
    def mint(exchange: Exchange, number: int) -> bool:
        exchange.reset()
        return False

    gateway = Gateway(mint=mint)
    client = either.client(serve(gateway).url, retry_max_attempts=2)
    failure_of(either, lambda: CALLS[name](client), errors.APIConnectionError)
    assert len(gateway.mints) == 2, "a mint is repeated: a second token harms nobody"


@pytest.mark.parametrize("dpop", ["auto", "never"])
@pytest.mark.parametrize("name", CALLS)
def test_a_dpop_token_for_a_client_without_a_key(
    either: Either, serve: Callable[..., RawServer], name: str, dpop: str
) -> None:
    gateway = Gateway(token={"token_type": "DPoP"})
    client = either.client(serve(gateway).url, dpop=dpop)
    error = failure_of(either, lambda: CALLS[name](client), errors.ProtocolError)
    assert "DPoP" in str(error)
    assert gateway.calls == []


def test_token_types_are_compared_without_case(either: Either, serve: Callable[..., RawServer]) -> None:
    for kind in ("bearer", "BEARER", None):
        gateway = Gateway(token={"token_type": kind})
        either.do(either.client(serve(gateway).url).account.get())
        assert gateway.shown() == ["Bearer kc_1"]


def test_after_trouble_the_next_call_tries_again(either: Either, serve: Callable[..., RawServer]) -> None:
    def mint(exchange: Exchange, number: int) -> bool:
        if number == 1:
            exchange.send(json_answer({"error": "invalid_client"}, 401))
            return True
        return gateway.issue(exchange, number)

    gateway = Gateway(mint=mint)
    client = either.client(serve(gateway).url)
    failure_of(either, client.authenticate, errors.AuthenticationError)
    assert either.do(client.account.get())["slug"] == "acme"
