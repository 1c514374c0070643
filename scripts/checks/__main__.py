"""Run every check, the failing ones included, and sum up: `python -m scripts.checks [NAME ...]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from . import arrows, exports
from .source_tree import ROOT, SRC

if TYPE_CHECKING:
    from collections.abc import Callable

GENERATOR_NEEDS = (3, 11)
SCRIPTS = ROOT / "scripts"

Status = Literal["ok", "FAILED", "SKIPPED"]


@dataclass(frozen=True)
class Outcome:
    """How one check ended, and what it said."""

    status: Status
    text: str = ""


@dataclass(frozen=True)
class Check:
    """One check: its name on the command line and in the summary, and how to run it."""

    name: str
    run: Callable[[], Outcome]


def tool(*arguments: str, **environment: str) -> Callable[[], Outcome]:
    """A check that is a program run by this interpreter: it passes if the program does."""

    def run() -> Outcome:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return Outcome("FAILED" if done.returncode else "ok", done.stdout.strip())

    return run


def lines(complaints: Callable[[], list[str]]) -> Callable[[], Outcome]:
    """A check that is a function of ours: it passes if there is no complaint."""

    def run() -> Outcome:
        found = complaints()
        return Outcome("FAILED" if found else "ok", "\n".join(found))

    return run


def for_generator(check: Callable[[], Outcome]) -> Callable[[], Outcome]:
    """A check of the generator, whose tools are only there where it runs; skipped aloud elsewhere."""

    def run() -> Outcome:
        if sys.version_info[:2] < GENERATOR_NEEDS:
            needed, present = (".".join(map(str, version)) for version in (GENERATOR_NEEDS, sys.version_info[:2]))
            return Outcome("SKIPPED", f"the generator needs Python {needed}, this is {present}")
        return check()

    return run


GENERATOR_FILES = ("bump*.py", "generate*.py", "new_service.py", "service_*.py", "spec_*.py")


def generator_types() -> Outcome:
    """The generator's types; it runs as a program, so its modules know each other without a package."""
    files = sorted(str(path) for name in GENERATOR_FILES for path in SCRIPTS.glob(name))
    return tool("-m", "mypy", "--python-version", "3.11", *files, MYPYPATH=str(SCRIPTS))()


CHECKS = (
    Check("ruff-check", tool("-m", "ruff", "check", ".")),
    Check("ruff-format", tool("-m", "ruff", "format", "--check", ".")),
    Check("mypy", tool("-m", "mypy")),
    Check("mypy-generator", for_generator(generator_types)),
    Check("generated", for_generator(tool("scripts/generate.py", "--check"))),
    Check("mirror", tool("scripts/mirror_sync.py", "--check")),
    Check("arrows", lines(arrows.run)),
    Check("exports", lines(exports.complaints)),
)


def run_all(checks: tuple[Check, ...]) -> int:
    """Run the checks two at a time, report in their order, sum up; returns the exit status."""

    def timed(check: Check) -> tuple[Outcome, float]:
        started = time.perf_counter()
        try:
            outcome = check.run()
        except Exception as error:
            outcome = Outcome("FAILED", f"the check itself broke: {type(error).__name__}: {error}")
        return outcome, time.perf_counter() - started

    summary = []
    with ThreadPoolExecutor(2) as pool:
        for check, (outcome, seconds) in zip(checks, pool.map(timed, checks), strict=True):
            if outcome.status != "ok":
                print(f"==> {check.name}: {outcome.status}\n{outcome.text}\n", flush=True)
            summary.append((check.name, outcome.status, seconds))
    for name, status, seconds in summary:
        print(f"  {name:<15} {status:<8} {seconds:5.1f} s")
    failed = [name for name, status, _ in summary if status == "FAILED"]
    print(f"check: {', '.join(failed)} FAILED" if failed else f"check: {len(summary)} checks, none failed")
    return int(bool(failed))


def main() -> int:
    """Run the command line; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.checks", description="Check the repository.")
    names = [check.name for check in CHECKS]
    parser.add_argument("name", nargs="*", help=f"checks to run (default: all): {', '.join(names)}")
    chosen = parser.parse_args().name
    if unknown := [name for name in chosen if name not in names]:
        parser.error(f"unknown check: {', '.join(unknown)}; there are {', '.join(names)}")
    # The export check imports the packages; the checkout's come first, whatever else is installed.
    sys.path.insert(0, str(SRC))
    return run_all(tuple(check for check in CHECKS if not chosen or check.name in chosen))


if __name__ == "__main__":
    sys.exit(main())
