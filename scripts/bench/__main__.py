"""Measure the budgets and report: `python -m scripts.bench [GROUP ...] [--quick] [--strict]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import (
    concurrency,
    decoding,
    footprint,
    gateway_calls,
    imports,
    layers,
    levels,
    loopback_calls,
    memory_calls,
    proofs,
    rack_calls,
    scale,
)
from .pages import write_pages
from .plan import Plan
from .report import Broken, Figure, Result, busy_note, figure_text, load_average, table, write_json
from .server import running
from .subjects import SYNC_SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

RESULTS = Path(__file__).resolve().parents[2] / "build" / "bench"
CLIENTS = ("kneo", "knoxcall", "convox")
GROUPS: Mapping[str, Callable[[Plan], Iterator[Result | Figure]]] = {
    "imports": imports.measure,
    "memory": memory_calls.measure,
    "loopback": loopback_calls.measure,
    "gateway": gateway_calls.measure,
    "rack": rack_calls.measure,
    "in-flight": concurrency.measure,
    "footprint": footprint.measure,
    "proofs": proofs.measure,
    "levels": levels.measure,
    "layers": layers.measure,
    "decoding": decoding.measure,
    "scale": scale.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns its exit status: 0, or 1 if --strict and a budget is not met or not measured."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description="Measure the performance budgets.")
    parser.add_argument("group", nargs="*", help=f"rows to measure (default: all): {', '.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="a tenth of the calls: a glance, not a verdict")
    parser.add_argument("--strict", action="store_true", help="exit 1 unless every budget is met")
    parser.add_argument(
        "--subject",
        choices=sorted(SYNC_SUBJECTS),
        help=f"what to measure; httpx against itself shows the noise (default: {', then '.join(CLIENTS)})",
    )
    parser.add_argument("--json", type=Path, help="where to write one subject's results (build/bench/SUBJECT.json)")
    options = parser.parse_args(arguments)
    if options.json and not options.subject:
        parser.error("--json needs --subject: each subject has a report of its own")
    if unknown := [name for name in options.group if name not in GROUPS]:
        parser.error(f"unknown group: {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    _forget_proxies()
    subjects = [options.subject] if options.subject else CLIENTS
    met = [_measured(subject, options) for subject in subjects]
    if not options.json:
        write_pages(RESULTS, subjects)
        print(f"report: {os.path.relpath(RESULTS / 'report.md')}")
    return int(options.strict and not all(met))


def _measured(subject: str, options: argparse.Namespace) -> bool:
    """Measure and report one subject; whether every budget was met."""
    target = options.json or RESULTS / f"{subject}.json"
    load = load_average()
    results: list[Result] = []
    figures: list[Figure] = []
    broken: list[Broken] = []
    with running() as server:
        plan = Plan(subject, options.quick, server)
        for name, measure in GROUPS.items():
            if options.group and name not in options.group:
                continue
            print(f"measuring {name} of {subject} ...", file=sys.stderr, flush=True)
            try:
                for found in measure(plan):
                    if isinstance(found, Figure):
                        figures.append(found)
                    else:
                        results.append(found)
            except Exception as error:
                broken.append(Broken(name, f"{type(error).__name__}: {error}"))
    print(f"\n{subject}\n{table(results, broken)}\n")
    for figure in figures:
        print(figure_text(figure))
    if note := busy_note(load, os.cpu_count() or 1):
        print(note)
    write_json(target, subject, results, figures, broken, load)
    print(f"written to {os.path.relpath(target)}")
    return not broken and all(result.met for result in results)


def _forget_proxies() -> None:
    """The environment's proxies would stand between both sides and the loopback server."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]


if __name__ == "__main__":
    sys.exit(main())
