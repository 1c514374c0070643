"""When a call is sent again, and when it must not be: tables over answers, failures and kinds of operations."""

from __future__ import annotations

from typing import Any

import pytest

from kneo_client.core.errors import (
    KneoConflictError,
    KneoError,
    KneoNetworkError,
    KneoRequestTimeoutError,
    KneoServiceUnavailableError,
)
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import answer, make_call, make_context, platform_error, play_call
from trellis.core.failures import TransportFailure

RETRIED = (429, 502, 503, 504)
NEVER_RETRIED = (400, 401, 403, 404, 408, 409, 413, 418, 422, 425, 500, 501, 505, 507, 599)


def broke(phase: Any = "receive", *, sent: bool = True, timed_out: bool = False) -> TransportFailure:
    return TransportFailure("it broke", phase=phase, sent=sent, timed_out=timed_out)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 301, 304, 399])
def test_an_answer_below_400_is_returned_as_it_is_after_one_attempt(status: int) -> None:
    response = answer(status)
    played = play_call(make_call(), make_context(), [response])
    assert played.result is response
    assert played.kinds == ["Send"]


@pytest.mark.parametrize("status", RETRIED)
def test_a_repeatable_call_is_sent_again_after_a_passing_status(status: int) -> None:
    good = answer(200)
    played = play_call(make_call(replayable=True), make_context(), [answer(status), answer(status), good])
    assert played.result is good
    assert played.slept == [0.2, 0.4]


@pytest.mark.parametrize("status", NEVER_RETRIED)
@pytest.mark.parametrize("replayable", [True, False], ids=["repeatable", "once"])
def test_other_statuses_end_the_call_at_the_first_attempt(status: int, replayable: bool) -> None:
    played = play_call(make_call(replayable=replayable), make_context(), [answer(status)])
    assert isinstance(played.error, KneoError)
    assert played.error.status == status
    assert played.kinds == ["Send"]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_call_that_may_run_once_only_is_not_repeated_when_it_may_have_run(status: int) -> None:
    played = play_call(make_call("POST", replayable=False), make_context(), [answer(status)])
    assert isinstance(played.error, KneoError)
    assert played.kinds == ["Send"]


@pytest.mark.parametrize(
    "proof",
    [
        answer(429),
        platform_error(429, "anything"),
        platform_error(503, "queue_full"),
        platform_error(500, "queue_full"),
    ],
    ids=["429", "429 with a code", "queue_full", "queue_full under another status"],
)
def test_an_answer_that_proves_nothing_ran_is_followed_by_another_attempt_for_every_call(proof: Any) -> None:
    good = answer(200)
    played = play_call(make_call("POST", replayable=False), make_context(), [proof, good])
    assert played.result is good


def test_a_retryable_code_counts_whatever_its_status_but_only_for_repeatable_calls() -> None:
    in_progress = platform_error(409, "idempotency_key_in_progress")
    good = answer(200)
    assert play_call(make_call("POST"), make_context(), [in_progress, good]).result is good
    once = play_call(make_call("POST", replayable=False), make_context(), [in_progress])
    assert isinstance(once.error, KneoConflictError)
    assert once.error.code == "idempotency_key_in_progress"


@pytest.mark.parametrize("code", ["idempotency_key_conflict", "resource_locked", "run_state_conflict", None])
def test_other_conflicts_are_not_retried(code: str | None) -> None:
    played = play_call(make_call("POST"), make_context(), [platform_error(409, code)])
    assert isinstance(played.error, KneoConflictError)


@pytest.mark.parametrize("phase", ["pool", "connect"])
@pytest.mark.parametrize("timed_out", [True, False], ids=["timed out", "refused"])
@pytest.mark.parametrize("replayable", [True, False], ids=["repeatable", "once"])
def test_a_connection_never_made_is_tried_again_for_every_call(phase: str, timed_out: bool, replayable: bool) -> None:
    good = answer(200)
    outcomes = [broke(phase, sent=False, timed_out=timed_out), broke(phase, sent=False, timed_out=timed_out), good]
    played = play_call(make_call("POST", replayable=replayable), make_context(), outcomes)
    assert played.result is good
    assert played.slept == [0.2, 0.4]


@pytest.mark.parametrize("phase", ["send", "receive", "decode"])
@pytest.mark.parametrize("timed_out", [True, False], ids=["timed out", "broken"])
def test_a_break_after_sending_is_retried_only_where_a_repetition_is_harmless(phase: str, timed_out: bool) -> None:
    good = answer(200)
    assert play_call(make_call(), make_context(), [broke(phase, timed_out=timed_out), good]).result is good
    once = play_call(make_call("POST", replayable=False), make_context(), [broke(phase, timed_out=timed_out)])
    assert type(once.error) is (KneoRequestTimeoutError if timed_out else KneoNetworkError)
    assert "may have been executed" in str(once.error)


@pytest.mark.parametrize("attempts", [1, 2, 3, 5])
def test_the_policy_bounds_the_attempts(attempts: int) -> None:
    policy = RetryPolicy(max_attempts=attempts, jitter=0.0)
    played = play_call(make_call(), make_context(policy=policy), [answer(503)] * attempts)
    assert isinstance(played.error, KneoServiceUnavailableError)
    assert len(played.sent) == attempts
    assert len(played.slept) == attempts - 1


def test_answers_and_failures_share_one_count_of_attempts() -> None:
    outcomes = [answer(503), broke(), answer(502)]
    played = play_call(make_call(), make_context(), outcomes)
    assert isinstance(played.error, KneoError)
    assert played.error.status == 502


def test_every_attempt_is_the_same_request_with_the_same_ids() -> None:
    call = make_call("POST", body=b"{}", idempotency_key="key-1")
    played = play_call(call, make_context(), [answer(503), broke("connect", sent=False), answer(200)])
    assert [request is call.request for request in played.sent] == [True, True, True]


@pytest.mark.parametrize(
    "outcome",
    [answer(503), answer(429), platform_error(503, "queue_full"), broke(), broke("connect", sent=False)],
    ids=["503", "429", "queue_full", "broken", "never connected"],
)
def test_a_body_that_can_be_read_once_only_is_sent_once_only(outcome: Any) -> None:
    call = make_call("POST", body=iter([b"a"]), rereadable=False)
    played = play_call(call, make_context(), [outcome])
    assert isinstance(played.error, KneoError)
    assert len(played.sent) == 1


def test_a_delay_of_zero_is_not_slept() -> None:
    policy = RetryPolicy(base_delay=0.0, max_delay=0.0, jitter=0.0)
    played = play_call(make_call(), make_context(policy=policy), [answer(503), answer(200)])
    assert played.kinds == ["Send", "Send"]


def test_the_rules_are_the_definitions_own() -> None:
    """Another service retries other statuses: nothing of Kneo's table is in the flow."""
    from kneo_client._service import DEFINITION

    other = DEFINITION._replace(
        retry_statuses=frozenset({500}), retry_codes=frozenset(), unexecuted_statuses=frozenset({425})
    )
    good = answer(200)
    assert play_call(make_call(), make_context(other), [answer(500), good]).result is good
    assert play_call(make_call("POST", replayable=False), make_context(other), [answer(425), good]).result is good
    assert isinstance(play_call(make_call(), make_context(other), [answer(429)]).error, KneoError)
    assert isinstance(play_call(make_call(), make_context(other), [answer(503)]).error, KneoServiceUnavailableError)
