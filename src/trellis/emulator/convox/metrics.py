"""Metrics as the rack reports them: steady figures over the time that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .go_values import go_time

if TYPE_CHECKING:
    from .handlers import Options

KNOWN = ("cpu", "mem")
DEFAULT_PERIOD = 3600
DEFAULT_SPAN = 24 * 3600.0
MOST_VALUES = 1000


def metrics_between(query: Options, now: float) -> list[dict[str, Any]]:
    """The metrics that the options start, end, period and metrics ask for; null values where the time is empty."""
    end = query.time("end")
    end = now if end is None else end
    start = query.time("start")
    start = end - DEFAULT_SPAN if start is None else start
    period = query.integer("period") or DEFAULT_PERIOD
    count = min(max(int((end - start) // period), 0), MOST_VALUES)
    values = [_value(start + period * number) for number in range(count)]
    wanted = query.items("metrics") or list(KNOWN)
    return [{"name": name, "values": values or None} for name in KNOWN if name in wanted]


def _value(moment: float) -> dict[str, Any]:
    low, high = 10.0, 10.0 + int(moment) % 7
    return {"avg": (low + high) / 2, "count": 2.0, "max": high, "min": low, "sum": low + high, "time": go_time(moment)}
