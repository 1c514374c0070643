"""What observers hear of a call: events in order, only when someone listens, and nothing secret in them."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from kneo_client.core.errors import KneoClosedError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import Clock, answer, make_call, make_context, play, play_call
from trellis.core.effects import Send
from trellis.core.events import AttemptFinished, AttemptStarted, CallFinished, CallStarted, RetryScheduled
from trellis.core.failures import ClosedFailure, DeadlineFailure, TransportFailure
from trellis.core.flow import call_flow
from trellis.core.secrets import Secret


def ignore(event: Any) -> None:
    """Listens, and does nothing."""


def test_a_call_that_nobody_watches_yields_no_event() -> None:
    assert play_call(make_call(), make_context(), [answer(503), answer(200)]).events == []


def test_a_logger_at_info_makes_the_call_observable(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "kneo_client.transport"):
        assert play_call(make_call(), make_context(), [answer(200)]).events != []


def test_the_events_of_a_call_that_succeeds_at_the_second_attempt() -> None:
    clock = Clock()
    call = make_call("POST", body=b"{}", idempotency_key="key-1")
    context = make_context(clock=clock, hooks=(ignore,))
    played = play(call_flow(call, context), [answer(503), answer(201)], clock, send_takes=0.5)
    assert played.events == [
        CallStarted("list_runs", "POST", "/v1/runs", "req-1", "key-1"),
        AttemptStarted("list_runs", "req-1", 1),
        AttemptFinished("list_runs", "req-1", 1, 503, None, 0.5),
        RetryScheduled("list_runs", "req-1", 1, 0.2, "status 503"),
        AttemptStarted("list_runs", "req-1", 2),
        AttemptFinished("list_runs", "req-1", 2, 201, None, 0.5),
        CallFinished("list_runs", "req-1", 2, 201, None, pytest.approx(1.2)),
    ]


def test_the_events_come_in_the_order_of_what_happens_on_the_wire() -> None:
    played = play_call(make_call(), make_context(hooks=(ignore,)), [answer(503), answer(200)])
    assert played.kinds == [
        "Emit", "Emit", "Send", "Emit", "Emit", "Sleep", "Emit", "Send", "Emit", "Emit",
    ]  # fmt: skip


def test_a_call_that_fails_tells_the_kind_of_its_error() -> None:
    broke = TransportFailure("reset [ReadError]", phase="receive")
    context = make_context(policy=RetryPolicy(max_attempts=2, jitter=0.0), hooks=(ignore,))
    played = play_call(make_call(), context, [broke, answer(404)])
    assert played.events[2] == AttemptFinished("list_runs", "req-1", 1, None, "reset [ReadError]", 0.0)
    assert played.events[3] == RetryScheduled("list_runs", "req-1", 1, 0.2, "transport error: reset [ReadError]")
    last = played.events[-1]
    assert isinstance(last, CallFinished)
    assert (last.attempts, last.status, last.error) == (2, 404, "KneoNotFoundError")


def test_a_deadline_under_way_finishes_attempt_and_call() -> None:
    call = make_call(deadline=1001.0, budget=1.0)
    played = play_call(call, make_context(hooks=(ignore,)), [DeadlineFailure()])
    assert played.events[-2].failure == "deadline passed"
    assert played.events[-1].error == "KneoTimeoutError"


def test_a_client_that_is_closed_under_way_finishes_attempt_and_call() -> None:
    played = play_call(make_call(), make_context(hooks=(ignore,)), [answer(503), ClosedFailure()])
    assert type(played.error) is KneoClosedError
    assert (played.error.request_id, played.error.__context__) == ("req-1", None)
    assert played.events[-2].failure == "client closed"
    assert played.events[-1].error == "KneoClosedError"
    assert len(played.sent) == 2


def test_the_path_is_told_without_query_and_without_the_host() -> None:
    for url in ("https://kneo.example/v1/runs?q=k-secret", "/v1/runs?q=k-secret", "http://h:1/v1/runs"):
        played = play_call(make_call(url=url), make_context(hooks=(ignore,)), [answer(200)])
        assert played.events[0].path == "/v1/runs"


def test_a_query_that_holds_a_url_does_not_confuse_the_path() -> None:
    call = make_call(url="/v1/runs?next=https://elsewhere.example/x")
    assert play_call(call, make_context(hooks=(ignore,)), [answer(200)]).events[0].path == "/v1/runs"


def test_no_event_quotes_a_credential() -> None:
    broke = TransportFailure("illegal status line: bytearray(b'Bearer k-secret')", phase="receive")
    context = make_context(hooks=(ignore,), secrets=(Secret("Bearer k-secret"), Secret("k-secret")))
    played = play_call(make_call(), context, [broke, broke, broke])
    assert "k-secret" not in repr(played.events)


def test_events_are_frozen() -> None:
    with pytest.raises(AttributeError):
        AttemptStarted("list_runs", "req-1", 1).attempt = 2  # type: ignore[misc]


def test_a_call_that_is_cancelled_under_way_is_told_to_be_over() -> None:
    heard: list[Any] = []
    flow = call_flow(make_call(), make_context(hooks=(heard.append,)))
    effect = flow.send(None)
    while not isinstance(effect, Send):
        effect = flow.send(effect.observer(effect.event))
    flow.close()
    assert [type(event) for event in heard] == [CallStarted, AttemptStarted, CallFinished]
    assert (heard[-1].error, heard[-1].attempts, heard[-1].status) == ("cancelled", 1, None)
