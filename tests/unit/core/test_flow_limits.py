"""Retry-After and deadlines: how long a call waits, and when it does not wait at all."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from kneo_client._service import DEFINITION
from kneo_client.core.errors import KneoRateLimitedError, KneoServiceUnavailableError, KneoTimeoutError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import NOW, Clock, answer, make_call, make_context, play, play_call
from trellis.core.failures import DeadlineFailure, TransportFailure
from trellis.core.flow import call_flow


@pytest.mark.parametrize(
    ("header", "slept"),
    [
        ("7", [7.0]),
        ("0", []),
        ("1.5", [1.5]),
        ("30", [30.0]),
        (" 2 ", [2.0]),
        ("-5", []),
        (formatdate(NOW + 9, usegmt=True), [9.0]),
        (formatdate(NOW - 3600, usegmt=True), []),
        ("Sun Nov 06 08:49:37 1994", []),
        ("soon", [0.2]),
        ("", [0.2]),
        ("1e3", [0.2]),
        ("nan", [0.2]),
        ("inf", [0.2]),
        ("12 seconds", [0.2]),
    ],
    ids=[
        "number", "zero", "fraction", "exactly the cap", "white space", "negative", "date", "past date", "asctime",
        "word", "empty", "exponent", "nan", "inf", "unit",
    ],
)  # fmt: skip
def test_the_server_says_how_long_to_wait_and_nonsense_falls_back_to_the_backoff(
    header: str, slept: list[float]
) -> None:
    played = play_call(make_call(), make_context(), [answer(503, retry_after=header), answer(200)])
    assert played.slept == slept


def test_each_answer_has_its_own_say_and_the_backoff_goes_on_counting() -> None:
    outcomes = [answer(503, retry_after="3"), answer(503), answer(503), answer(200)]
    context = make_context(policy=RetryPolicy(max_attempts=4, jitter=0.0))
    assert play_call(make_call(), context, outcomes).slept == [3.0, 0.4, 0.8]


@pytest.mark.parametrize(
    ("header", "told"),
    [("31", 31.0), ("30.5", 30.5), (formatdate(NOW + 3600, usegmt=True), 3600.0), ("999999999999", 999999999999.0)],
    ids=["seconds", "fraction", "date", "an age"],
)
@pytest.mark.parametrize(("status", "kind"), [(429, KneoRateLimitedError), (503, KneoServiceUnavailableError)])
def test_a_wait_above_the_cap_is_left_to_the_caller_at_once(
    header: str, told: float, status: int, kind: type[KneoRateLimitedError | KneoServiceUnavailableError]
) -> None:
    played = play_call(make_call(), make_context(), [answer(status, retry_after=header)])
    assert isinstance(played.error, kind)
    assert played.error.retry_after == told
    assert played.slept == []


@pytest.mark.parametrize("longest", [0.5, 8.0, 60.0], ids=lambda seconds: f"max_delay {seconds:g}")
def test_a_service_with_a_cap_waits_that_instead_whatever_the_policy_computes_with(longest: float) -> None:
    definition = DEFINITION._replace(retry_after_cap=30.0)
    context = make_context(definition, policy=RetryPolicy(max_attempts=4, base_delay=0.1, max_delay=longest))
    outcomes = [answer(429, retry_after="3600"), answer(429, retry_after="4"), answer(503, retry_after="30.1")]
    assert play_call(make_call(), context, [*outcomes, answer(200)]).slept == [30.0, 4.0, 30.0]


def test_the_hint_is_on_the_error_of_the_last_attempt_too() -> None:
    outcomes = [answer(429, retry_after="1"), answer(429, retry_after="1"), answer(429, retry_after="2")]
    played = play_call(make_call(), make_context(), outcomes)
    assert isinstance(played.error, KneoRateLimitedError)
    assert played.error.retry_after == 2.0


# -- deadlines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "attempts", "slept"),
    [
        (0.1, 1, []),  # the first wait alone would outlast it
        (0.2, 1, []),  # ... or end exactly with it
        (0.3, 2, [0.2]),
        (0.7, 3, [0.2, 0.4]),
    ],
)
def test_a_wait_that_would_outlast_the_deadline_is_not_begun(budget: float, attempts: int, slept: list[float]) -> None:
    clock = Clock()
    call = make_call(deadline=clock.now + budget, budget=budget)
    played = play_call(call, make_context(clock=clock), [answer(503)] * attempts, clock)
    assert played.slept == slept
    assert isinstance(played.error, KneoServiceUnavailableError)


def test_time_spent_sending_counts_against_the_deadline() -> None:
    clock = Clock()
    call = make_call(deadline=clock.now + 5.0, budget=5.0)
    played = play(call_flow(call, make_context(clock=clock)), [answer(503)], clock, send_takes=4.9)
    assert played.slept == []
    assert isinstance(played.error, KneoServiceUnavailableError)


def test_a_servers_wish_beyond_the_deadline_is_raised_with_the_wish() -> None:
    clock = Clock()
    call = make_call(deadline=clock.now + 5.0, budget=5.0)
    played = play_call(call, make_context(clock=clock), [answer(503, retry_after="6")], clock)
    assert isinstance(played.error, KneoServiceUnavailableError)
    assert played.error.retry_after == 6.0


def test_a_deadline_that_passes_under_way_is_a_timeout_that_says_so() -> None:
    call = make_call("POST", deadline=1001.0, budget=1.0, idempotency_key="key-1")
    played = play_call(call, make_context(), [DeadlineFailure()])
    error = played.error
    assert type(error) is KneoTimeoutError
    assert isinstance(error, TimeoutError)
    assert (error.status, error.request_id, error.idempotency_key) == (None, "req-1", "key-1")
    assert str(error) == (
        "POST /v1/runs: not done within its deadline of 1 s; it may have been executed (request id req-1)"
    )


def test_a_deadline_is_final_whatever_the_policy_would_still_allow() -> None:
    clock = Clock()
    call = make_call(deadline=clock.now + 60, budget=60.0)
    outcomes = [TransportFailure("reset", phase="receive"), DeadlineFailure()]
    played = play_call(call, make_context(clock=clock), outcomes, clock)
    assert type(played.error) is KneoTimeoutError
    assert len(played.sent) == 2


def test_every_send_carries_the_calls_one_deadline_and_its_timeouts() -> None:
    clock = Clock()
    call = make_call(deadline=clock.now + 60, budget=60.0)
    call.timeouts = {"connect": 1.0, "read": 2.0, "write": 3.0, "pool": 4.0}
    played = play_call(call, make_context(clock=clock), [answer(503), answer(200)], clock)
    sends = [effect for effect in played.effects if hasattr(effect, "deadline")]
    assert [send.deadline for send in sends] == [1060.0, 1060.0]
    assert [send.timeouts for send in sends] == [call.timeouts] * 2
