"""Views of a client by `with_options`: what they change, for which calls, and what they share with the client."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall import errors
from tests.wire.kneo.raw_server import Exchange, answer, json_answer
from tests.wire.knoxcall.gateways import ACCOUNT, Gateway, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either

WAYS: dict[str, Callable[[Any], Any]] = {
    "management": lambda client: client.account.get(),
    "any path": lambda client: client.request(method="GET", path="/v1/account"),
    "call": lambda client: client.call("r"),
    "bound route": lambda client: client.route("r").get("/"),
    "ephemeral": lambda client: client.ephemeral("https://x.example/"),
}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


def silent(exchange: Exchange) -> bool:
    """Never answers."""
    return exchange.wait(60)


@every_way
def test_headers_of_a_view_go_with_all_its_requests_and_no_other(
    either: Either, serve: Callable[..., RawServer], way: Callable[[Any], Any]
) -> None:
    gateway = Gateway()
    client = either.client(serve(gateway).url)
    view = client.with_options(headers={"X-Trace": "t-1"}).with_options(headers={"X-Team": "night"}, timeout=9)
    either.do(way(view))
    either.do(way(client))
    traced, plain = gateway.calls
    assert (traced.headers.get("x-team"), plain.headers.get("x-team")) == ("night", None)
    assert "x-trace" not in plain.headers
    assert traced.headers["authorization"] == plain.headers["authorization"] == "Bearer kc_1"


@every_way
def test_views_of_a_view_add_up(either: Either, serve: Callable[..., RawServer], way: Callable[[Any], Any]) -> None:
    gateway = Gateway()
    view = either.client(serve(gateway).url).with_options(headers={"X-Trace": "t-1", "X-Team": "day"})
    either.do(way(view.with_options(headers={"x-team": "night"})))
    assert (gateway.calls[0].headers["x-trace"], gateway.calls[0].headers["x-team"]) == ("t-1", "night")


def test_a_header_that_one_call_is_given_wins_over_its_views(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    view = either.client(serve(gateway).url).with_options(headers={"X-Trace": "view"})
    either.do(view.call("r", headers={"x-trace": "call"}))
    either.do(view.request(method="GET", path="/v1/account", headers={"x-trace": "call"}))
    assert [call.headers["x-trace"] for call in gateway.calls] == ["call", "call"]


@every_way
def test_the_credential_cannot_be_replaced_by_a_view(
    either: Either, serve: Callable[..., RawServer], way: Callable[[Any], Any]
) -> None:
    gateway = Gateway()
    either.do(way(either.client(serve(gateway).url).with_options(headers={"Authorization": "Bearer mine"})))
    assert gateway.shown() == ["Bearer kc_1"]


@every_way
def test_a_deadline_ends_the_whole_call(
    either: Either, serve: Callable[..., RawServer], way: Callable[[Any], Any]
) -> None:
    client = either.client(serve(Gateway(silent)).url)
    started = time.monotonic()
    error = failure_of(either, lambda: way(client.with_options(deadline=0.4)), errors.APIConnectionTimeoutError)
    assert "deadline of 0.4 s" in str(error)
    assert time.monotonic() - started < 20


@every_way
def test_the_time_a_token_takes_counts(
    either: Either, serve: Callable[..., RawServer], way: Callable[[Any], Any]
) -> None:
    client = either.client(serve(Gateway(mint=lambda exchange, _: silent(exchange))).url)
    failure_of(either, lambda: way(client.with_options(deadline=0.4)), errors.APIConnectionTimeoutError)


@every_way
def test_a_timeout_of_a_view_is_for_each_phase(
    either: Either, serve: Callable[..., RawServer], way: Callable[[Any], Any]
) -> None:
    gateway = Gateway(silent)
    client = either.client(serve(gateway).url, retry_max_attempts=1, timeout=None)
    with pytest.raises(errors.APIConnectionError):
        either.do(way(client.with_options(timeout=0.3)))
    assert len(gateway.calls) == 1


def test_attempts_of_a_view_are_its_own(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(json_answer({}, 503))
    client = either.client(serve(gateway).url)
    with pytest.raises(errors.KnoxCallError):
        either.do(client.with_options(retry_max_attempts=1).account.get())
    assert len(gateway.calls) == 1
    with pytest.raises(errors.KnoxCallError):
        either.do(client.account.get())
    assert len(gateway.calls) == 4


def test_attempts_of_a_view_hold_for_calls_through_a_route(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(lambda exchange: exchange.reset())
    client = either.client(serve(gateway).url)
    failure_of(either, lambda: client.with_options(retry_max_attempts=2).call("r"), errors.APIConnectionError)
    assert len(gateway.calls) == 2


def test_answers_of_the_management_api_are_shown_whole(either: Either, serve: Callable[..., RawServer]) -> None:
    client = either.client(serve(Gateway(json_answer(ACCOUNT, headers=("X-Request-ID: req_9",)))).url)
    seen: list[Any] = []
    view = client.with_options(on_response=seen.append)
    assert either.do(view.account.get())["slug"] == "acme"
    either.do(client.account.get())
    (response,) = seen
    assert (response.headers["x-request-id"], response.request.url.path) == ("req_9", "/v1/account")


def test_a_view_shares_tokens_connections_and_what_was_learnt(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(token={"tenant": "acme"})
    server = serve(gateway)
    client = either.client(server.url)
    view = client.with_options(timeout=7)
    either.do(view.account.get())
    either.do(client.account.get())
    either.do(client.with_options(deadline=9).call("r"))
    assert (len(gateway.mints), server.connections) == (1, 1)
    assert (view.base_url, view.tenant, repr(view)) == (client.base_url, client.tenant, repr(client))


def test_closing_a_view_closes_the_client(either: Either, serve: Callable[..., RawServer]) -> None:
    client = either.client(serve(Gateway(answer(200))).url)
    either.shut(client.with_options(timeout=7))
    failure_of(either, client.account.get, errors.ClientClosedError)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"deadline": 0}, ValueError),
        ({"deadline": "soon"}, TypeError),
        ({"timeout": -1}, ValueError),
        ({"headers": {"Host": "elsewhere"}}, ValueError),
        ({"headers": {"X-A": "a\r\nb"}}, ValueError),
        ({"retry_max_attempts": 0}, ValueError),
        ({"retries": 3}, TypeError),
    ],
    ids=str,
)
def test_options_that_cannot_be_are_refused_at_once(
    either: Either, options: dict[str, Any], error: type[Exception]
) -> None:
    client = either.client("http://127.0.0.1:9")
    with pytest.raises(error):
        client.with_options(**options)
