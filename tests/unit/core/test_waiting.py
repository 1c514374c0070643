"""The clock of a waiter, on a clock of the test's own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.flow_script import Clock
from trellis.core.waiting import Waiter


def rounds(waiter: Waiter, clock: Clock, look_takes: float, most: int = 10_000) -> list[float]:
    """When each look began, until the waiter gives up (or `most` looks were made)."""
    looks: list[float] = []
    while len(looks) < most:
        limit = waiter.remaining()
        looks.append(clock.now - 1000.0)
        clock.now += look_takes if limit is None else min(look_takes, limit)
        delay = waiter.delay()
        if delay is None:
            return looks
        assert delay >= 0.0
        clock.now += delay
    return looks


def test_it_looks_at_once_then_every_interval_with_a_last_look_near_the_end() -> None:
    clock = Clock()
    looks = rounds(Waiter(5.0, 2.0, clock), clock, look_takes=0.0)
    assert looks[:3] == [0.0, 2.0, 4.0]
    assert looks[3] == pytest.approx(5.0, abs=0.01)
    assert looks[3] < 5.0
    assert len(looks) == 4


def test_slow_looks_bring_the_last_one_forward_so_that_it_can_end_in_time() -> None:
    clock = Clock()
    looks = rounds(Waiter(10.0, 4.0, clock), clock, look_takes=0.5)
    assert looks == [0.0, 4.5, 9.0, 9.5]
    assert clock.now <= 1010.0


def test_without_a_timeout_it_never_gives_up() -> None:
    clock = Clock()
    waiter = Waiter(None, 1.0, clock)
    assert waiter.remaining() is None
    assert len(rounds(waiter, clock, 0.0, most=500)) == 500
    assert not waiter.over()


def test_a_timeout_of_zero_is_one_unlimited_look() -> None:
    clock = Clock()
    waiter = Waiter(0, 1.0, clock)
    assert waiter.remaining() is None
    clock.now += 7.0
    assert waiter.delay() is None
    assert waiter.over()


def test_an_interval_of_zero_looks_without_pause() -> None:
    clock = Clock()
    waiter = Waiter(1.0, 0, clock)
    waiter.remaining()
    assert waiter.delay() == 0.0


@given(
    timeout=st.floats(0.01, 1000.0),
    interval=st.floats(0.0, 100.0),
    look_takes=st.floats(0.001, 50.0),
)
def test_a_waiter_is_never_late_and_always_ends(timeout: float, interval: float, look_takes: float) -> None:
    clock = Clock()
    waiter = Waiter(timeout, max(interval, timeout / 100), clock)
    looks = rounds(waiter, clock, look_takes)
    assert 1 <= len(looks) <= 110
    assert clock.now - 1000.0 <= timeout + 0.0011


@given(st.floats(0.01, 100.0), st.floats(0.0, 200.0))
def test_a_look_may_take_what_is_left(timeout: float, passed: float) -> None:
    clock = Clock()
    waiter = Waiter(timeout, 1.0, clock)
    clock.now += passed
    remaining = waiter.remaining()
    assert remaining is not None
    assert remaining >= 0.001
    assert remaining == pytest.approx(max(0.001, timeout - passed))
    assert waiter.over() is (clock.now >= 1000.0 + timeout)


@pytest.mark.parametrize(
    ("timeout", "interval", "error", "words"),
    [
        (-1, 1, ValueError, "timeout"),
        (float("nan"), 1, ValueError, "timeout"),
        ("5", 1, TypeError, "timeout"),
        (True, 1, TypeError, "timeout"),
        (5, -1, ValueError, "poll_interval"),
        (5, float("inf"), ValueError, "poll_interval"),
        (5, "1", TypeError, "poll_interval"),
        (5, None, TypeError, "poll_interval"),
    ],
)
def test_what_is_no_time_is_refused(timeout: Any, interval: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        Waiter(timeout, interval)
