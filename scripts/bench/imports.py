"""Import rows: each import in a fresh interpreter, in turns with `import httpx`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .measure import interleave
from .report import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .plan import Plan
    from .report import Result

STATEMENTS = {
    "kneo": ("import kneo_client", "from kneo_client import KneoClient, SyncKneoClient"),
    "knoxcall": ("import knoxcall", "from knoxcall import KnoxCall"),
    "convox": ("import convox", "from convox import AsyncConvoxClient, ConvoxClient"),
    "httpx": ("import httpx", "import httpx"),
}
ROWS = (("import-package", 0.10), ("import-client", 0.50))
PROGRAM = "import time; started = time.perf_counter()\n{}\nprint(time.perf_counter() - started)"


CACHE = Path(__file__).parents[2] / "build" / "bench" / "pycache"


def import_seconds(statement: str) -> float:
    """How long one import takes in an interpreter that has loaded nothing else.

    Compiled files are kept for both sides, as pip leaves them for an installed wheel; where the environment forbids
    writing them, a checkout would be compiled anew each time and httpx, which pip compiled, would not.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(CACHE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    program = [sys.executable, "-c", PROGRAM.format(statement)]
    done = subprocess.run(program, capture_output=True, text=True, check=True, env=environment)
    return float(done.stdout)


def measure(plan: Plan) -> Iterator[Result]:
    """The import budgets."""
    for (row, budget), subject in zip(ROWS, STATEMENTS[plan.subject], strict=True):
        for warm_up in (subject, "import httpx"):
            import_seconds(warm_up)
        ratios = interleave(
            lambda subject=subject: import_seconds(subject),  # type: ignore[misc]
            lambda: import_seconds("import httpx"),
            plan.rounds(15),
        )
        yield ratio(row, subject, ratios, budget)
