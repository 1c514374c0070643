"""`python -m scripts.checks` runs everything, whatever fails on the way, and sums up; `make` lists the tasks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.checks import __main__ as program
from scripts.checks.__main__ import Check, Outcome, for_generator, lines, run_all, tool

ROOT = Path(__file__).resolve().parents[3]


def _break() -> Outcome:
    raise OSError("no disk")


def test_every_check_runs_and_the_summary_names_the_failed_ones(capsys: pytest.CaptureFixture[str]) -> None:
    checks = (
        Check("first", lines(lambda: ["src/a.py: wrong"])),
        Check("second", _break),
        Check("third", lines(list)),
        Check("fourth", lambda: Outcome("SKIPPED", "no interpreter")),
    )

    assert run_all(checks) == 1

    said = capsys.readouterr().out
    assert "==> first: FAILED\nsrc/a.py: wrong" in said
    assert "==> second: FAILED\nthe check itself broke: OSError: no disk" in said
    assert "==> fourth: SKIPPED\nno interpreter" in said
    assert [line.split()[:2] for line in said.splitlines()[-5:-1]] == [
        ["first", "FAILED"],
        ["second", "FAILED"],
        ["third", "ok"],
        ["fourth", "SKIPPED"],
    ]
    assert said.endswith("check: first, second FAILED\n")


def test_a_skipped_check_does_not_fail_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_all((Check("only", lambda: Outcome("SKIPPED", "why")),)) == 0
    assert "==> only: SKIPPED\nwhy" in capsys.readouterr().out


def test_a_tool_passes_or_fails_by_its_status_and_its_words_are_kept() -> None:
    program_text = "import os, sys; print('said', os.environ['PROBE']); sys.exit({})"

    assert tool("-c", program_text.format(0), PROBE="x")() == Outcome("ok", "said x")
    assert tool("-c", program_text.format(3), PROBE="y")() == Outcome("FAILED", "said y")


@pytest.mark.parametrize(("needs", "status"), [((2, 7), "ok"), ((99, 0), "SKIPPED")])
def test_the_generator_is_skipped_aloud_where_it_cannot_run(
    monkeypatch: pytest.MonkeyPatch, needs: tuple[int, int], status: str
) -> None:
    monkeypatch.setattr(program, "GENERATOR_NEEDS", needs)

    outcome = for_generator(lambda: Outcome("ok"))()

    assert outcome.status == status
    assert (outcome.text != "") == (status == "SKIPPED")


def test_an_unknown_check_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.checks", "everything"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 2
    assert "unknown check: everything; there are ruff-check," in done.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_every_task() -> None:
    make = shutil.which("make")
    assert make is not None

    said = subprocess.run([make], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    listed = {line.split()[1] for line in said.splitlines() if line.startswith("  make ")}
    assert listed >= {"bench", "build", "check", "check-generated", "demo", "generate", "help", "mirror", "test"}
