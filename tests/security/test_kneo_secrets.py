"""A canary for an API key: it goes to the platform in its header, and shows up nowhere else."""

from __future__ import annotations

import logging
import pickle
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client.core import ApiKeyAuth, AuthScheme, KneoError, RetryPolicy
from kneo_client.core.logging import redact_headers
from tests.security.canaries import CANARY, assert_hidden, logged
from tests.wire.kneo.both_clients import causes_of, profile_for
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

RUN = {"run_id": "r", "status": "completed", "human_intervention_required": False, "output_text": None}


def echo_in_the_body(exchange: Exchange) -> bool:
    """A server that is no help: it quotes our headers back in its error."""
    sent = exchange.headers.get("authorization") or exchange.headers["x-kneo-api-key"]
    exchange.send(json_answer({"detail": {"error": sent, "message": f"bad: {sent}", sent: [{"deep": sent}]}}, 401))
    return True


def echo_as_text(exchange: Exchange) -> bool:
    sent = exchange.headers.get("authorization") or exchange.headers["x-kneo-api-key"]
    exchange.send(answer(500, f"<html><title>{sent}</title>{sent}</html>".encode()))
    return True


def echo_in_a_success(exchange: Exchange) -> bool:
    sent = exchange.headers.get("authorization") or exchange.headers["x-kneo-api-key"]
    exchange.send(answer(200, f"not json: {sent}".encode()))
    return True


def echo_in_a_redirect(exchange: Exchange) -> bool:
    sent = exchange.headers.get("authorization") or exchange.headers["x-kneo-api-key"]
    exchange.send(answer(302, sent.encode(), headers=(f"Location: /?key={sent}",)))
    return True


def echo_in_headers(exchange: Exchange) -> bool:
    sent = exchange.headers.get("authorization") or exchange.headers["x-kneo-api-key"]
    exchange.send(json_answer({}, 503, headers=(f"X-Request-ID: {sent}", f"Retry-After: {sent}", f"X-Odd: {sent}")))
    return True


def echo_as_garbage(exchange: Exchange) -> bool:
    sent = exchange.headers.get("authorization") or exchange.headers["x-kneo-api-key"]
    exchange.send(f"{sent}\r\n\r\n".encode())
    return False


def cut(exchange: Exchange) -> bool:
    exchange.send(answer(200, b"{", length=100))
    return False


PLAYS = (
    echo_in_the_body, echo_as_text, echo_in_a_success, echo_in_a_redirect, echo_in_headers, echo_as_garbage, cut,
)  # fmt: skip

CALLS: dict[str, Callable[[Any], Any]] = {
    "livez": lambda c: c.platform.health.livez(),
    "get": lambda c: c.platform.runs.get("r"),
    "create": lambda c: c.platform.runs.create({"input": "x"}),
    "list": lambda c: c.platform.runs.list(),
    "cancel": lambda c: c.platform.runs.cancel("r"),
    "continue": lambda c: c.platform.runs.continue_("r"),
    "trace": lambda c: c.platform.runs.trace("r"),
    "wait": lambda c: c.platform.runs.wait_for_completion("r", timeout=5),
    "validate": lambda c: c.agent.specs.validate({"spec": {}}),
    "run spec": lambda c: c.agent.specs.run({"input": "x"}),
    "deadline": lambda c: c.with_options(deadline=10).platform.health.livez(),
    "extra header": lambda c: c.with_options(headers={"Authorization": "mine"}).platform.health.livez(),
}


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
@pytest.mark.parametrize("scheme", list(AuthScheme))
def test_no_failure_shows_the_key(
    either: Either,
    serve: Callable[..., RawServer],
    caplog: pytest.LogCaptureFixture,
    play: Callable[[Exchange], bool],
    scheme: AuthScheme,
) -> None:
    caplog.set_level(logging.DEBUG)
    events: list[Any] = []
    profile = profile_for(serve(play).url, api_key=CANARY, auth_scheme=scheme)
    client = either.client(profile, attempts=2, hooks=(events.append,))
    for name, call in CALLS.items():
        with pytest.raises(KneoError) as caught:
            either.do(call(client))
        assert_hidden(name, caught.value, (CANARY,))
    assert events
    assert CANARY not in repr(events)
    assert logged(caplog), "nothing was logged, so nothing was looked at"
    assert CANARY not in logged(caplog)


def test_no_success_shows_the_key(
    either: Either, serve: Callable[..., RawServer], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    events: list[Any] = []

    def failing(event: Any) -> None:
        events.append(event)
        raise RuntimeError("a hook that fails")

    server = serve(json_answer(RUN))
    profile = profile_for(server.url, api_key=CANARY)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        client = either.client(profile, hooks=(failing,))
        run = either.do(client.platform.runs.create({"input": "x"}))
        response = either.do(client.request("GET", "/v1/runs/r"))
    assert server.exchanges[0].headers["authorization"] == f"Bearer {CANARY}"  # it did go where it belongs
    transport = client._transport
    view = client.with_options(deadline=3, headers={"X-Mine": "1"})
    for thing in (
        profile, client, view, transport, transport._engine, client.platform, client.platform.runs, run, response,
        response.request, response.headers, response.request.headers, events, warned, ApiKeyAuth(CANARY),
        vars(client), vars(transport), vars(transport._engine), transport._engine.options,
    ):  # fmt: skip
        assert CANARY not in repr(thing)
        assert CANARY not in str(thing)
    records = [record for record in caplog.records if record.name.startswith("kneo_client")]
    assert any("a hook that fails" in (record.exc_text or str(record.exc_info)) for record in records)
    formatter = logging.Formatter()
    assert CANARY not in "".join(map(formatter.format, records))


def test_what_holds_a_key_refuses_to_be_pickled_and_says_so(either: Either) -> None:
    profile = profile_for("http://127.0.0.1:9", api_key=CANARY)
    client = either.client(profile)
    things = (profile, client, client.with_options(timeout=1), client._transport, client._transport._engine)
    for thing in (*things, ApiKeyAuth(CANARY)):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match=f"cannot pickle {type(thing).__name__}") as caught:
                pickle.dumps(thing, protocol)
            assert CANARY not in str(caught.value)


def test_a_key_that_cannot_stand_in_a_header_is_refused_without_being_shown(either: Either) -> None:
    for key in (f"{CANARY}\n", f"{CANARY}\r\nX-Evil: 1", f"{CANARY}\0", f"{CANARY}\u20ac"):
        with pytest.raises(ValueError, match=r".") as caught:
            either.client(profile_for("http://127.0.0.1:9", api_key=key))
        assert CANARY not in str(caught.value) + repr(caught.value)
        assert all(CANARY not in str(error) for error in causes_of(caught.value))


def test_a_caller_cannot_replace_credentials_or_ids_by_headers(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(json_answer(RUN))
    client = either.client(profile_for(server.url, api_key=CANARY))
    headers = {"AUTHORIZATION": "x", "x-request-id": "x", "Idempotency-KEY": "x", "X-Mine": "yes"}
    either.do(client.request("POST", "/v1/runs", json={}, headers=headers))
    either.do(client.with_options(headers=headers).platform.runs.create({"input": "x"}))
    for sent in server.exchanges:
        assert sent.headers["authorization"] == f"Bearer {CANARY}"
        assert sent.headers["x-request-id"] != "x"
        assert sent.headers["idempotency-key"] != "x"
        assert sent.headers["x-mine"] == "yes"


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "Connection"])
def test_headers_that_frame_the_request_cannot_be_given(either: Either, name: str) -> None:
    client = either.client("http://127.0.0.1:9")
    with pytest.raises(ValueError, match=name):
        either.do(client.request("GET", "/v1/livez", headers={name: "1"}))


@pytest.mark.parametrize("path", ["http://evil.invalid/", "//evil.invalid/x", "v1/runs", "/v1/../x", "/a\r\nb", "/a b"])
def test_no_path_leads_to_another_origin(either: Either, path: str) -> None:
    client = either.client("http://127.0.0.1:9", retry_policy=RetryPolicy(max_attempts=1))
    with pytest.raises(ValueError, match="path"):
        either.do(client.request("GET", path))


def test_redacted_headers_keep_names_and_hide_values() -> None:
    headers = {
        "Authorization": CANARY, "X-Kneo-Api-Key": CANARY, "Cookie": CANARY, "set-cookie": CANARY,
        "Proxy-Authorization": CANARY, "X-Forwarded-Authorization": CANARY, "Accept": "a",
    }  # fmt: skip
    shown = redact_headers(headers)
    assert list(shown) == list(headers)
    assert CANARY not in repr(shown)
    assert shown["Accept"] == "a"
    assert headers["Authorization"] == CANARY
