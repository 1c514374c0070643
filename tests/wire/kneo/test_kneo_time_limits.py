"""`timeout` bounds the phases of an attempt, `deadline` the whole call: both against servers that take their time."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.core import (
    KneoNetworkError,
    KneoRequestTimeoutError,
    KneoServiceUnavailableError,
    KneoTimeoutError,
    ProfileError,
)
from tests.wire.kneo.both_clients import failure_of, profile_for
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

LONG = 20.0
"""No test may wait this long; a limit that does not work shows by reaching it."""
SLACK = 5.0


def drip(data: bytes, interval: float, head: bytes = b"") -> Callable[[Exchange], bool]:
    def play(exchange: Exchange) -> bool:
        exchange.send(head)
        for index in range(len(data)):
            exchange.send(data[index : index + 1])
            if exchange.wait(interval):
                return False
        return True

    return play


def hang(exchange: Exchange) -> bool:
    exchange.wait(LONG)
    return False


def dripping_body(body: bytes, interval: float) -> Callable[[Exchange], bool]:
    return drip(body, interval, head=answer(200, length=len(body)))


def test_a_server_that_never_answers_is_given_up_after_the_timeout(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    server = serve(hang)
    client = either.client(profile_for(server.url, timeout=0.2), attempts=2)
    started = time.monotonic()
    error = failure_of(either, client.platform.health.livez, KneoRequestTimeoutError)
    assert time.monotonic() - started < SLACK
    assert isinstance(error, TimeoutError)
    assert isinstance(error, KneoNetworkError)
    assert isinstance(error, KneoTimeoutError)
    assert error.request_id == server.exchanges[0].headers["x-request-id"]
    assert len(server.exchanges) == 2


def test_a_body_that_stops_halfway_is_given_up_after_the_timeout(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(answer(200, b'{"ok":', length=100))
        return hang(exchange)

    client = either.client(profile_for(serve(play).url, timeout=0.2))
    failure_of(either, client.platform.health.livez, KneoRequestTimeoutError)


def test_the_timeout_is_per_phase_so_a_drip_may_take_longer(either: Either, serve: Callable[..., RawServer]) -> None:
    body = b'{"ok":true }'
    server = serve(dripping_body(body, 0.1))
    client = either.client(profile_for(server.url, timeout=0.8))
    started = time.monotonic()
    assert either.do(client.platform.health.livez()).ok
    assert time.monotonic() - started > 0.9  # longer than the timeout, in pieces that are shorter


@pytest.mark.parametrize("how", ["with_options", "request"])
def test_a_deadline_ends_a_dripping_body(either: Either, serve: Callable[..., RawServer], how: str) -> None:
    server = serve(dripping_body(b"x" * 400, 0.05))  # 20 seconds in all
    client = either.client(server.url, attempts=3)
    started = time.monotonic()
    if how == "request":
        error = failure_of(either, lambda: client.request("GET", "/v1/livez", deadline=0.3), KneoTimeoutError)
    else:
        health = client.with_options(deadline=0.3).platform.health
        error = failure_of(either, health.livez, KneoTimeoutError)
    assert 0.25 < time.monotonic() - started < SLACK
    assert isinstance(error, TimeoutError)
    assert "deadline of 0.3 s" in str(error)
    assert error.request_id == server.exchanges[0].headers["x-request-id"]
    assert len(server.exchanges) == 1


def test_a_deadline_ends_the_wait_for_a_server_that_never_answers(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    client = either.client(serve(hang).url, attempts=3)
    started = time.monotonic()
    failure_of(either, client.with_options(deadline=0.3).platform.health.livez, KneoTimeoutError)
    assert time.monotonic() - started < SLACK


def test_headers_that_drip_are_cut_by_the_deadline_in_async_and_outlast_it_in_sync(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    """The one limit of the synchronous client: while headers arrive byte by byte, each within the read timeout,
    httpx does not come back to us, so the deadline is only noticed afterwards."""
    reply = json_answer({"ok": True})
    server = serve(drip(reply, 1.5 / len(reply)))
    client = either.client(server.url)
    started = time.monotonic()
    failure_of(either, client.with_options(deadline=0.4).platform.health.livez, KneoTimeoutError)
    took = time.monotonic() - started
    if either.is_async:
        assert took < 1.3
    else:
        assert 1.0 < took < LONG / 2  # noticed, but only once the headers were complete


def test_a_deadline_spans_all_attempts_and_their_pauses(either: Either, serve: Callable[..., RawServer]) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.wait(0.1)
        exchange.send(answer(503))
        return True

    server = serve(play)
    client = either.client(server.url, attempts=1000, base_delay=0.05)
    started = time.monotonic()
    with pytest.raises((KneoTimeoutError, KneoServiceUnavailableError)):
        either.do(client.with_options(deadline=0.6).platform.health.livez())
    assert time.monotonic() - started < SLACK
    assert 1 < len(server.exchanges) < 10


def test_a_pause_that_would_outlast_the_deadline_is_not_begun(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(answer(503, headers=("Retry-After: 15",)))
    client = either.client(server.url, attempts=3)
    started = time.monotonic()
    error = failure_of(either, client.with_options(deadline=10).platform.health.livez, KneoServiceUnavailableError)
    assert time.monotonic() - started < SLACK
    assert error.retry_after == 15.0
    assert len(server.exchanges) == 1


def test_a_call_in_time_is_untouched_by_its_deadline(either: Either, serve: Callable[..., RawServer]) -> None:
    client = either.client(serve(json_answer({"ok": True})).url).with_options(deadline=LONG)
    for _ in range(3):
        assert either.do(client.platform.health.livez()).ok
        assert either.do(client.request("GET", "/v1/livez")).json() == {"ok": True}


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), float("inf"), "1", True, b"1"], ids=repr)
def test_a_deadline_that_is_none_is_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], deadline: Any
) -> None:
    server = serve(json_answer({"ok": True}))
    client = either.client(server.url)
    kind = ValueError if isinstance(deadline, (int, float)) and not isinstance(deadline, bool) else TypeError
    with pytest.raises(kind, match="deadline"):
        client.with_options(deadline=deadline)
    with pytest.raises(kind, match="deadline"):
        either.do(client.request("GET", "/v1/livez", deadline=deadline))
    assert server.connections == 0


def test_a_refused_connection_is_a_network_error_that_was_not_sent(either: Either) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = either.client(f"http://127.0.0.1:{port}", attempts=2)
    error = failure_of(either, client.platform.health.livez, KneoNetworkError)
    assert "could not connect" in str(error)
    assert "it was not sent" in str(error)


def test_a_connection_that_is_never_accepted_runs_into_the_connect_timeout(either: Either) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        # Fill the queue of connections nobody accepts; from then on SYNs are dropped.
        fillers = [socket.socket() for _ in range(8)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        time.sleep(0.2)
        try:
            timeout = httpx.Timeout(LONG, connect=0.3)
            client = either.client(profile_for(f"http://127.0.0.1:{address[1]}", timeout=timeout))
            started = time.monotonic()
            error = failure_of(either, client.platform.health.livez, KneoRequestTimeoutError)
            assert time.monotonic() - started < SLACK
            assert "could not connect" in str(error)
            assert "it was not sent" in str(error)
        finally:
            for filler in fillers:
                filler.close()


@pytest.mark.parametrize("host", ["no-such-host.invalid", ".".join(["a" * 60] * 5) + ".invalid"])
def test_a_host_that_cannot_be_found_is_a_network_error(either: Either, host: str) -> None:
    error = failure_of(either, either.client(f"http://{host}:9").platform.health.livez, KneoNetworkError)
    assert "could not connect" in str(error)
    assert "it was not sent" in str(error)


@pytest.mark.parametrize("host", ["a" * 70 + ".invalid", "a..b.invalid", ".a.invalid", "xn--\u0000.invalid"])
def test_a_host_that_cannot_be_a_host_is_refused_with_the_profile(host: str) -> None:
    with pytest.raises(ProfileError, match="'url'"):
        profile_for(f"http://{host}:9")


def test_timeouts_of_a_view_replace_the_profiles_own(either: Either, serve: Callable[..., RawServer]) -> None:
    client = either.client(profile_for(serve(hang).url, timeout=LONG))
    for timeout in (0.2, httpx.Timeout(LONG, read=0.2)):
        started = time.monotonic()
        view = client.with_options(timeout=timeout)
        failure_of(either, view.platform.health.livez, KneoRequestTimeoutError)
        assert time.monotonic() - started < SLACK


def test_no_timeout_at_all_waits_for_a_slow_answer(either: Either, serve: Callable[..., RawServer]) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.wait(0.5)
        exchange.send(json_answer({"ok": True}))
        return True

    client = either.client(profile_for(serve(play).url, timeout=0.1))
    assert either.do(client.with_options(timeout=None).platform.health.livez()).ok
