"""KnoxCall's rules for management calls, run through the real flow: what is repeated, when, and under which key."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knoxcall._retries import RetryPolicy
from knoxcall._service import DEFINITION, management_headers
from knoxcall._ulid import new_ulid
from knoxcall._version import __version__
from knoxcall.errors import APIConnectionError, APIConnectionTimeoutError, KnoxCallError, ServerError
from tests.unit.core.flow_script import answer, make_call, make_context, play_call
from trellis.core.engine import SyncEngine
from trellis.core.failures import TransportFailure

CROCKFORD = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def context(**policy: Any) -> Any:
    return make_context(DEFINITION, policy=RetryPolicy(**policy))


def engine() -> SyncEngine:
    return SyncEngine(DEFINITION, "https://api.knoxcall.com", open_driver=lambda: None, policy=RetryPolicy())


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_these_statuses_are_tried_again_up_to_three_attempts(status: int) -> None:
    played = play_call(make_call("POST"), context(), [answer(status), answer(status), answer(status)])
    assert len(played.sent) == 3
    assert isinstance(played.error, KnoxCallError)
    assert played.error.status == status


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422, 501, 505])
def test_these_are_not(status: int) -> None:
    assert len(play_call(make_call("GET"), context(), [answer(status)]).sent) == 1


@pytest.mark.parametrize(
    ("timed_out", "kind"), [(True, APIConnectionTimeoutError), (False, APIConnectionError)], ids=["timeout", "broken"]
)
def test_every_transport_failure_is_tried_again_and_typed_at_the_end(timed_out: bool, kind: type[Exception]) -> None:
    failures = [TransportFailure("cut", phase="receive", sent=True, timed_out=timed_out) for _ in range(3)]
    played = play_call(make_call("PATCH", replayable=True), context(), failures)
    assert len(played.sent) == 3
    assert type(played.error) is kind


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_mutating_calls_carry_a_ulid_and_may_be_repeated(method: str) -> None:
    call = engine().prepare_request(method, "/v1/x")
    assert call.replayable
    key = call.idempotency_key
    assert key is not None
    assert (len(key), set(key) - CROCKFORD) == (26, set())
    assert call.request.headers.get(b"x-idempotency-key") == key.encode()
    assert call.request.headers.get(b"x-request-id") is None  # the server makes it


def test_reading_calls_carry_none() -> None:
    assert engine().prepare_request("GET", "/v1/x").request.headers.get(b"x-idempotency-key") is None


def test_every_management_request_says_who_asks_and_for_which_version() -> None:
    headers = engine().prepare_request("GET", "/v1/x").request.headers
    assert headers.get(b"user-agent") == f"knoxcall-sdk-python/{__version__}".encode()
    assert headers.get(b"knoxcall-version") == b"2026-08-05"
    assert headers.get(b"accept") == b"application/json"
    mine = dict(management_headers(api_version="2027-01-01", user_agent="mine/1"))
    assert (mine["KnoxCall-Version"], mine["User-Agent"]) == ("2027-01-01", "mine/1")


def test_an_oversized_retry_after_is_cut_to_30_seconds_and_a_small_one_obeyed() -> None:
    outcomes = [answer(429, retry_after="86400"), answer(503, retry_after="7"), answer(200)]
    assert play_call(make_call("GET"), context(), outcomes).slept == [30.0, 7.0]


def test_a_retry_after_of_zero_falls_back_to_the_own_delay() -> None:
    (slept,) = play_call(make_call("GET"), context(), [answer(429, retry_after="0"), answer(200)]).slept
    assert 0.05 <= slept <= 0.1


def test_an_error_of_the_flow_has_headers_and_the_bodys_request_id() -> None:
    body = {"error": {"type": "boom", "message": "it broke", "request_id": "req-body"}}
    played = play_call(make_call("GET"), context(max_attempts=1), [answer(500, body, x_extra="1", set_cookie="s=1")])
    error = played.error
    assert isinstance(error, ServerError)
    assert (error.code, error.message, error.request_id) == ("boom", "it broke", "req-body")
    assert error.headers is not None
    assert (error.headers["x-extra"], error.headers["set-cookie"]) == ("1", "[REDACTED]")


@given(
    attempt=st.integers(2, 5000),
    base=st.floats(0, 10),
    longest=st.floats(0, 100),
)
def test_delays_double_within_half_to_whole_and_never_pass_the_limit(attempt: int, base: float, longest: float) -> None:
    delay = RetryPolicy(base_delay=base, max_delay=longest).delay_for(attempt)
    whole = base * 2.0 ** min(attempt - 2, 64)
    assert min(longest, whole / 2) * 0.999999 <= delay <= min(longest, whole) * 1.000001


def test_delays_vary_and_the_first_attempt_waits_for_nothing() -> None:
    assert len({RetryPolicy().delay_for(3) for _ in range(50)}) > 10
    assert RetryPolicy().delay_for(1) == 0.0


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"max_attempts": 0}, ValueError), ({"max_attempts": True}, TypeError), ({"max_attempts": 2.0}, TypeError),
        ({"base_delay": -1}, ValueError), ({"max_delay": float("nan")}, ValueError), ({"base_delay": "1"}, TypeError),
    ],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused(options: dict[str, Any], kind: type[Exception]) -> None:
    with pytest.raises(kind, match="retry_"):
        RetryPolicy(**options)


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**48 - 1))
def test_ulids_sort_by_their_time(first: int, second: int) -> None:
    one, two = new_ulid(first), new_ulid(second)
    assert first == second or (one < two) == (first < second)
    assert (len(one), one[0] <= "7") == (26, True)
    decoded = 0
    for char in one[:10]:
        decoded = decoded * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(char)
    assert decoded == first


def test_ulids_of_one_moment_differ() -> None:
    assert len({new_ulid(1) for _ in range(2000)}) == 2000
    assert new_ulid() != new_ulid()
