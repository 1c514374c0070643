"""Time limits as numbers: what counts as seconds, limits per phase, and what is left of a deadline."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.deadline import PHASES, capped, check_seconds, timeouts_of


@given(st.floats(min_value=0.0, exclude_min=True, allow_infinity=False) | st.integers(1, 10**300))
def test_every_finite_number_above_zero_is_a_number_of_seconds(value: float) -> None:
    seconds = check_seconds("timeout", value)
    assert seconds == float(value)
    assert type(seconds) is float


@pytest.mark.parametrize("value", [0, 0.0, -0.0])
def test_zero_counts_only_where_it_is_allowed(value: float) -> None:
    assert check_seconds("timeout", value, zero=True) == 0.0
    with pytest.raises(ValueError, match="timeout must be a finite number of seconds above 0"):
        check_seconds("timeout", value)


@pytest.mark.parametrize("value", [-1, -0.001, float("nan"), float("inf"), -float("inf"), 10**400, -(10**400)])
@pytest.mark.parametrize("zero", [True, False])
def test_what_is_no_finite_time_is_a_value_error(value: float, zero: bool) -> None:
    with pytest.raises(ValueError, match="deadline must be a finite number of seconds"):
        check_seconds("deadline", value, zero=zero)


@pytest.mark.parametrize("value", [True, "5", b"5", [5], 5j], ids=repr)
def test_what_is_no_number_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError, match="timeout"):
        check_seconds("timeout", value)
    with pytest.raises(TypeError, match="timeout"):
        timeouts_of(value)


def test_none_is_no_limit() -> None:
    assert check_seconds("timeout", None) is None
    assert timeouts_of(None) == dict.fromkeys(PHASES)


def test_one_number_limits_every_phase() -> None:
    assert timeouts_of(5) == {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}


def test_an_httpx_timeout_limits_each_phase_by_its_own() -> None:
    timeout = httpx.Timeout(9, connect=1, pool=None)
    assert timeouts_of(timeout) == {"connect": 1.0, "read": 9.0, "write": 9.0, "pool": None}


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), httpx.Timeout(5, read=0), httpx.Timeout(5, connect=-1)])
def test_a_timeout_that_makes_no_sense_is_a_value_error(timeout: Any) -> None:
    with pytest.raises(ValueError, match="timeout"):
        timeouts_of(timeout)


limits = st.fixed_dictionaries(dict.fromkeys(PHASES, st.none() | st.floats(0.001, 1000)))


@given(limits, st.floats(0.001, 1000))
def test_no_phase_may_outlast_what_is_left(timeouts: dict[str, float | None], remaining: float) -> None:
    narrowed = capped(timeouts, remaining)
    assert set(narrowed) == set(PHASES)
    for phase, limit in timeouts.items():
        assert narrowed[phase] == (remaining if limit is None else min(limit, remaining))
