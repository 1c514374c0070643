"""Work that one call does for all who wait, where each has a deadline of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..effects import exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ..effects import Flow
    from ..single_flight import SingleFlight

__all__ = ["exclusive_in_time"]

T = TypeVar("T")


class _OutOfTime(Exception):
    """The leader's deadline passed. What it failed with is its own affair."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


def exclusive_in_time(
    flight: SingleFlight,
    key: Hashable,
    subflow: Callable[[], Flow[T]],
    deadline: float | None,
    clock: Callable[[], float],
) -> Flow[T]:
    """As `exclusive`; but a leader whose own deadline passes fails alone, and one of those waiting leads anew."""
    while True:
        led: list[bool] = []
        result = yield from _turn(flight, key, subflow, deadline, clock, led)
        if not isinstance(result, _OutOfTime):
            return result
        if led:
            raise result.error


def _turn(
    flight: SingleFlight,
    key: Hashable,
    subflow: Callable[[], Flow[T]],
    deadline: float | None,
    clock: Callable[[], float],
    led: list[bool],
) -> Flow[T | _OutOfTime]:
    def lead() -> Flow[T]:
        led.append(True)
        try:
            return (yield from subflow())
        except Exception as error:
            if deadline is not None and clock() >= deadline:
                raise _OutOfTime(error) from None
            raise

    try:
        return (yield from exclusive(flight, key, lead, deadline))
    except _OutOfTime as late:
        return late
