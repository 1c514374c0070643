"""The outcome of a bench run: a table for people, JSON for comparing runs."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from .measure import Ratios

Bound = Literal["at most", "at least"]


@dataclass(frozen=True)
class Result:
    """One measured row against its budget. `low` and `high` are the quartiles over the rounds, where there are any."""

    row: str
    what: str
    measured: float
    bound: Bound
    budget: float
    unit: str = "x"
    low: float | None = None
    high: float | None = None
    rounds: int = 1
    detail: str = ""

    @property
    def met(self) -> bool:
        """Whether the budget holds."""
        return self.measured <= self.budget if self.bound == "at most" else self.measured >= self.budget


def ratio(row: str, what: str, ratios: Ratios, budget: float) -> Result:
    """The result of interleaved rounds against the ratio they may have at most."""
    low, high = ratios.spread
    return Result(row, what, ratios.median, "at most", budget, "x", low, high, len(ratios.each), ratios.detail)


@dataclass(frozen=True)
class Figure:
    """Several sides measured in turns, with no budget: what stands beside the budgets, and is drawn.

    sides: the medians by name, in `unit`. beside: the side that the others are told as multiples of, if any.
    """

    name: str
    title: str
    unit: str
    sides: dict[str, float]
    beside: str = ""
    detail: str = ""

    @classmethod
    def of_seconds(
        cls, name: str, title: str, measured: Mapping[str, Sequence[float]], *, beside: str = "", detail: str = ""
    ) -> Figure:
        """From seconds per call of each side and round: medians in microseconds."""
        medians = {side: statistics.median(values) * 1e6 for side, values in measured.items()}
        return cls(name, title, "us", medians, beside, detail)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Each side with its value, and as a multiple of `beside`."""
        base = self.sides.get(self.beside)
        return [
            (side, f"{value:.4g} {self.unit}", f"{value / base:.2f}" if base else "")
            for side, value in self.sides.items()
        ]


@dataclass(frozen=True)
class Broken:
    """A row that could not be measured, and why."""

    row: str
    error: str


def table(results: Sequence[Result], broken: Sequence[Broken]) -> str:
    """The results as aligned text, the verdict on each, and how many budgets were met."""
    header = ("row", "what", "measured", "budget", "quartiles", "", "ours to theirs")
    rows = [header, *(cells_of(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "-" * max(map(len, lines)))
    lines += [f"{item.row}: NOT MEASURED: {item.error}" for item in broken]
    met = sum(result.met for result in results)
    lines.append(f"{met} of {len(results) + len(broken)} budgets met")
    return "\n".join(lines)


def figure_text(figure: Figure) -> str:
    """A figure as aligned text."""
    width = max(len(side) for side in figure.sides)
    lines = [f"{figure.name}: {figure.title}{f' ({figure.detail})' if figure.detail else ''}"]
    lines += [f"  {side.ljust(width)}  {value:>14}  {multiple}".rstrip() for side, value, multiple in figure.rows]
    return "\n".join(lines)


def load_average() -> float | None:
    """Processes that wanted a processor over the last minute; None where the system does not count them."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return None


def busy_note(load: float | None, cpus: int) -> str:
    """A warning if others used the machine when the run began: wall-time rows then tell little. Else nothing."""
    if load is None or load <= 0.5 * cpus:
        return ""
    return f"The machine was busy before this run (load {load:.1f} on {cpus} CPUs): measure again when it is at rest."


def cells_of(result: Result) -> tuple[str, ...]:
    """A row of the table."""
    sign = "<=" if result.bound == "at most" else ">="
    quartiles = "" if result.low is None or result.high is None else f"{result.low:.2f}..{result.high:.2f}"
    return (
        result.row,
        result.what,
        _number(result.measured, result.unit),
        f"{sign} {_number(result.budget, result.unit)}",
        quartiles,
        "met" if result.met else "NOT MET",
        result.detail,
    )


def _number(value: float, unit: str) -> str:
    return f"{value:.2f}" if unit == "x" else f"{value:.4g} {unit}".rstrip()


def write_json(
    path: Path,
    subject: str,
    results: Sequence[Result],
    figures: Sequence[Figure],
    broken: Sequence[Broken],
    load: float | None,
) -> None:
    """Write everything measured, with what it was measured on."""
    document = {
        "subject": subject,
        "python": sys.version.split()[0],
        "httpx": version("httpx"),
        "httpcore": version("httpcore"),
        "machine": platform.machine(),
        "system": platform.system(),
        "cpus": os.cpu_count(),
        "load_before": load,
        "results": [{**asdict(result), "met": result.met} for result in results],
        "figures": [asdict(figure) for figure in figures],
        "broken": [asdict(item) for item in broken],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
