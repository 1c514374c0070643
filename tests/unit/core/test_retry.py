"""Backoff and Retry-After: bounds for every input."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneo_client.core.retries import RETRYABLE_STATUS_CODES, RetryPolicy
from trellis.core.retry import backoff, parse_retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = 1_700_000_000.0
fractions = st.floats(0.0, 1.0, exclude_max=True)


def parse(value: str | None) -> float | None:
    return parse_retry_after(value, lambda: NOW)


@given(
    attempt=st.integers(2, 10_000),
    base=st.floats(0.0, 100.0),
    cap=st.floats(0.0, 1000.0),
    jitter=st.floats(0.0, 1.0),
    chance=fractions,
)
def test_a_delay_lies_within_the_jitter_around_the_capped_power(
    attempt: int, base: float, cap: float, jitter: float, chance: float
) -> None:
    delay = backoff(attempt, base=base, cap=cap, jitter=jitter, random=lambda: chance)
    middle = min(cap, base * 2.0 ** min(attempt - 2, 200)) if attempt < 66 else cap
    assert middle * (1 - jitter) * 0.999999 <= delay <= middle * (1 + jitter) * 1.000001
    assert 0.0 <= delay <= cap * 2.0


@pytest.mark.parametrize(
    ("attempt", "delay"),
    [(-1, 0.0), (0, 0.0), (1, 0.0), (2, 0.2), (3, 0.4), (4, 0.8), (9, 25.6), (10, 30.0), (99, 30.0)],
)
def test_delays_double_up_to_the_cap(attempt: int, delay: float) -> None:
    assert backoff(attempt, base=0.2, cap=30.0, jitter=0.0, random=lambda: 0.9) == pytest.approx(delay)


@pytest.mark.parametrize(("chance", "delay"), [(0.0, 0.9), (0.5, 1.0), (1.0, 1.1)])
def test_jitter_spreads_to_either_side(chance: float, delay: float) -> None:
    assert backoff(2, base=1.0, cap=9.0, jitter=0.1, random=lambda: chance) == pytest.approx(delay)


def test_a_policy_draws_its_own_chance() -> None:
    drawn = {RetryPolicy(jitter=1.0).delay_for(2) for _ in range(50)}
    assert len(drawn) > 10
    assert all(0.0 <= delay <= 0.4 for delay in drawn)


@pytest.mark.parametrize("wish", [0.0, 0.5, 99_999.0])
def test_a_policy_returns_the_servers_wish_verbatim(wish: float) -> None:
    assert RetryPolicy().delay_for(2, wish) == wish


def test_the_first_attempt_waits_for_nothing() -> None:
    assert RetryPolicy().delay_for(1) == 0.0
    assert RetryPolicy().delay_for(1, 7.0) == 0.0


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"max_attempts": 0}, ValueError),
        ({"max_attempts": -1}, ValueError),
        ({"max_attempts": 2.0}, TypeError),
        ({"max_attempts": True}, TypeError),
        ({"base_delay": -0.1}, ValueError),
        ({"base_delay": float("nan")}, ValueError),
        ({"base_delay": "1"}, TypeError),
        ({"max_delay": 0.1}, ValueError),
        ({"max_delay": float("inf")}, ValueError),
        ({"jitter": 1.1}, ValueError),
        ({"jitter": -0.1}, ValueError),
        ({"jitter": None}, TypeError),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(options: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        RetryPolicy(**options)  # type: ignore[arg-type]


def test_the_retried_statuses_are_the_documented_four() -> None:
    assert frozenset({429, 502, 503, 504}) == RETRYABLE_STATUS_CODES


# -- Retry-After -------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**15 - 1))
def test_whole_seconds_are_read_exactly(seconds: int) -> None:
    assert parse(str(seconds)) == float(seconds)


@given(st.decimals(0, 10**6, places=3))
def test_fractions_of_a_second_are_read(seconds: object) -> None:
    assert parse(str(seconds)) == float(str(seconds))


@given(st.integers(-(10**8), 10**8))
def test_a_date_is_the_seconds_until_then_and_the_past_is_now(offset: int) -> None:
    assert parse(formatdate(NOW + offset, usegmt=True)) == max(0.0, float(offset))


@given(st.text(max_size=40))
def test_any_text_is_none_or_a_number_from_zero(value: str) -> None:
    seconds = parse(value)
    assert seconds is None or 0.0 <= seconds < float("inf")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-1", 0.0),
        (" 5\t", 5.0),
        ("5 5", None),
        ("0x10", None),
        ("1e9", None),
        ("nan", None),
        ("inf", None),
        ("Tue, 14 Nov 2023 22:13:25 GMT", 5.0),
        ("Tuesday, 14-Nov-23 22:13:25 GMT", 5.0),
        ("Tue Nov 14 22:13:25 2023", 5.0),
        ("Tue, 14 Nov 2023 23:13:25 +0100", 5.0),
        ("Tue, 14 Nov 2023 22:13:25 -0000", 5.0),
        ("Tue, 99 Nov 2023 22:13:25 GMT", None),
        ("Tue, 14 Nov 99999 22:13:25 GMT", None),
    ],
)
def test_the_forms_of_rfc_9110_and_what_is_none_of_them(value: str | None, seconds: float | None) -> None:
    assert parse(value) == seconds


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of this process cannot be changed here")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "EST5")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_from_greenwich")
@pytest.mark.parametrize("value", ["Tue Nov 14 22:13:25 2023", "Tue, 14 Nov 2023 22:13:25 -0000"])
def test_a_date_that_names_no_zone_is_gmt_wherever_we_are(value: str) -> None:
    assert parse(value) == 5.0
