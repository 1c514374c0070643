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
    number = played.events[0].call
    whole = CallStarted(
        "list_runs", "POST", "/v1/runs", "req-1", "key-1", "Kneo", "/v1/runs", "https", "kneo.example", 443
    )
    assert number > 0
    assert {event.call for event in played.events} == {number}
    assert [event._replace(call=0) for event in played.events] == [
        whole,
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
    number = played.events[0].call
    assert played.events[2:4] == [
        AttemptFinished("list_runs", "req-1", 1, None, "reset [ReadError]", 0.0, number, "receive_error"),
        RetryScheduled("list_runs", "req-1", 1, 0.2, "transport error: reset [ReadError]", number),
    ]
    last = played.events[-1]
    assert isinstance(last, CallFinished)
    assert (last.attempts, last.status, last.error) == (2, 404, "KneoNotFoundError")


def test_a_deadline_under_way_finishes_attempt_and_call() -> None:
    call = make_call(deadline=1001.0, budget=1.0)
    played = play_call(call, make_context(hooks=(ignore,)), [DeadlineFailure()])
    assert (played.events[-2].failure, played.events[-2].kind) == ("deadline passed", "deadline")
    assert played.events[-1].error == "KneoTimeoutError"


def test_a_client_that_is_closed_under_way_finishes_attempt_and_call() -> None:
    played = play_call(make_call(), make_context(hooks=(ignore,)), [answer(503), ClosedFailure()])
    assert type(played.error) is KneoClosedError
    assert (played.error.request_id, played.error.__context__) == ("req-1", None)
    assert (played.events[-2].failure, played.events[-2].kind) == ("client closed", "closed")
    assert played.events[-1].error == "KneoClosedError"
    assert len(played.sent) == 2


def test_the_path_is_told_without_query_and_without_the_host() -> None:
    for url in ("https://kneo.example/v1/runs?q=k-secret", "/v1/runs?q=k-secret", "http://h:1/v1/runs"):
        played = play_call(make_call(url=url), make_context(hooks=(ignore,)), [answer(200)])
        assert played.events[0].path == "/v1/runs"


def test_a_query_that_holds_a_url_does_not_confuse_the_path() -> None:
    call = make_call(url="/v1/runs?next=https://elsewhere.example/x")
    assert play_call(call, make_context(hooks=(ignore,)), [answer(200)]).events[0].path == "/v1/runs"


@pytest.mark.parametrize(
    ("phase", "timed_out", "kind"),
    [("pool", True, "pool_timeout"), ("connect", False, "connect_error"), ("receive", True, "receive_timeout")],
)
def test_a_broken_attempt_has_a_word_for_statistics(phase: Any, timed_out: bool, kind: str) -> None:
    broke = TransportFailure("no", phase=phase, timed_out=timed_out)
    context = make_context(policy=RetryPolicy(max_attempts=1), hooks=(ignore,))
    assert play_call(make_call(), context, [broke]).events[2].kind == kind


@pytest.mark.parametrize(
    ("url", "origin", "where"),
    [
        ("https://kneo.example/v1/runs", "", ("https", "kneo.example", 443)),
        ("http://me:k-secret@h:8080/v1/runs", "http://other", ("http", "h", 8080)),
        ("https://[::1]:8443?q=1", "", ("https", "::1", 8443)),
        ("/v1/runs", "https://me:k-secret@brought.example", ("https", "brought.example", 443)),
        ("/v1/runs", "", (None, None, None)),
        ("https://h:port/v1/runs", "", (None, None, None)),
    ],
)
def test_the_first_event_says_where_the_call_goes(url: str, origin: str, where: tuple[Any, ...]) -> None:
    context = make_context(hooks=(ignore,))
    context.origin = origin
    first = play_call(make_call(url=url), context, [answer(200)]).events[0]
    assert (first.scheme, first.host, first.port) == where
    assert "k-secret" not in repr(first)


def test_a_call_by_path_has_no_template() -> None:
    call = make_call()
    call.name = "GET /v1/runs/r1"
    first = play_call(call, make_context(hooks=(ignore,)), [answer(200)]).events[0]
    assert (first.operation, first.template) == ("GET /v1/runs/r1", None)


def test_two_calls_with_one_request_id_can_be_told_apart() -> None:
    context = make_context(hooks=(ignore,))
    one, other = (play_call(make_call(), context, [answer(200)]).events[0] for _ in range(2))
    assert one.request_id == other.request_id
    assert one.call != other.call


def test_a_call_that_is_cancelled_while_its_start_is_told_is_told_to_be_over() -> None:
    heard: list[Any] = []
    flow = call_flow(make_call(), make_context(hooks=(heard.append,)))
    flow.send(None)
    flow.close()
    assert [type(event) for event in heard] == [CallFinished]


class Marked:
    """A hook that has headers to send."""

    def __init__(self, headers: Any) -> None:
        self.headers = headers

    def __call__(self, event: Any) -> None:
        """Listens, and does nothing."""

    def headers_for(self, event: CallStarted) -> Any:
        return self.headers


def test_headers_of_hooks_go_out_with_every_attempt_and_replace_none() -> None:
    mine = {"traceparent": "00-1", "AUTHORIZATION": "Bearer forged", "x-request-id": "forged", "Host": "evil"}
    hooks = (ignore, Marked(mine), Marked({"Traceparent": "00-2", "tracestate": "a=b"}))
    played = play_call(make_call(), make_context(hooks=hooks), [answer(503), answer(200)])
    plain = make_call().request.headers.pairs
    assert [request.headers.pairs for request in played.sent] == [
        (*plain, (b"traceparent", b"00-1"), (b"tracestate", b"a=b"))
    ] * 2


@pytest.mark.parametrize("headers", [None, {"a b": "c"}, {"ok": "line\nbreak"}, {"ok": 1}])
def test_headers_that_cannot_be_sent_are_logged_and_left_out(headers: Any, caplog: pytest.LogCaptureFixture) -> None:
    played = play_call(make_call(), make_context(hooks=(Marked(headers),)), [answer(200)])
    assert played.sent[0].headers.pairs == make_call().request.headers.pairs
    assert [record.levelname for record in caplog.records] == ["ERROR"]


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
