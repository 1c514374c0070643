"""Taking turns: two sides run in alternating rounds, so that whatever slows the machine slows both."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, Mapping


@dataclass(frozen=True)
class Ratios:
    """The outcome of interleaved rounds: seconds per call of each side, and ours over theirs, round by round."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def each(self) -> tuple[float, ...]:
        """The ratio of each round."""
        return tuple(a / b for a, b in zip(self.ours, self.theirs, strict=True))

    @property
    def median(self) -> float:
        """The middle ratio: the row's result."""
        return statistics.median(self.each)

    @property
    def spread(self) -> tuple[float, float]:
        """The lower and upper quartile of the ratios."""
        if len(self.each) < 2:
            return self.median, self.median
        low, _, high = statistics.quantiles(self.each, n=4, method="inclusive")
        return low, high

    @property
    def detail(self) -> str:
        """Both sides' medians in a readable unit."""
        return f"{seconds(statistics.median(self.ours))} to {seconds(statistics.median(self.theirs))}"


def seconds(value: float) -> str:
    """A duration with its unit."""
    if value < 1e-3:
        return f"{value * 1e6:.1f} us"
    return f"{value * 1e3:.2f} ms" if value < 1 else f"{value:.2f} s"


def interleave(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> Ratios:
    """Run two measurements `rounds` times in turns, the first one changing from round to round."""
    results: tuple[list[float], list[float]] = ([], [])
    sides = (ours, theirs)
    for number in range(rounds):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            results[side].append(sides[side]())
    return Ratios(tuple(results[0]), tuple(results[1]))


def take_turns(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, tuple[float, ...]]:
    """Run any number of measurements `rounds` times in turns, each round beginning with another one."""
    results: dict[str, list[float]] = {name: [] for name in sides}
    names = list(sides)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            results[name].append(sides[name]())
    return {name: tuple(values) for name, values in results.items()}


def timed(call: Callable[[], object], calls: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds per call of a function, the garbage collector at rest meanwhile."""
    with _garbage_at_rest():
        started = clock()
        for _ in range(calls):
            call()
        return (clock() - started) / calls


def timed_async(
    loop: asyncio.AbstractEventLoop,
    call: Callable[[], Awaitable[object]],
    calls: int,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Seconds per awaited call, one after the other, in a loop that is already warm."""

    async def batch() -> float:
        started = clock()
        for _ in range(calls):
            await call()
        return (clock() - started) / calls

    with _garbage_at_rest():
        return loop.run_until_complete(batch())


class _garbage_at_rest:
    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()
