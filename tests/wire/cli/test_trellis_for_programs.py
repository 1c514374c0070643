"""The `trellis` command in scripts: JSON from everything, exit status, colours, readers that leave, Control-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from trellis.cli.call_output import TransferProgress
from trellis.cli.output import Output, Steps
from trellis.emulator import faults
from trellis.spec_diff import RULES

if TYPE_CHECKING:
    from trellis.emulator import KneoHandle

    from .conftest import Run

COMMAND = [sys.executable, "-W", "error", "-m", "trellis.cli"]


def test_a_demo_is_a_list_of_steps(run: Run) -> None:
    done = run("demo", "convox", "--json")

    assert (done.status, done.err) == (0, "")
    (told,) = json.loads(done.out)
    assert (told["service"], told["went_well"]) == ("convox", True)
    said = [f"{step.get('part')}: {step.get('step')} {step.get('text')}" for step in told["steps"]]
    assert "An app: create shop is running" in said


def test_what_would_be_written_is_taken_down() -> None:
    steps = Steps()
    steps.title("Trace")
    steps.line()
    steps.line("four events")
    steps.table(("1", name) for name in ("created", "ended"))
    assert steps.taken == [
        {"part": "Trace", "text": "four events"},
        {"part": "Trace", "rows": [["1", "created"], ["1", "ended"]]},
    ]


def test_the_rules_are_json_too(run: Run) -> None:
    done = run("diff", "--rules", "--json")

    assert (done.status, done.err) == (0, "")
    assert [rule["id"] for rule in json.loads(done.out)] == list(RULES)


@pytest.mark.parametrize("command", ["", "call", "completion", "demo", "diff", "doctor", "serve"])
def test_help_tells_the_exit_status(run: Run, command: str) -> None:
    done = run(*command.split(), "--help")

    assert (done.status, done.err) == (0, "")
    assert "Exit status: 0" in " ".join(done.out.split())


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_colours_and_progress_are_for_terminals_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = [
        # stream, environment; whether there are colours, and bars
        (Terminal, {}, True, True),
        (Terminal, {"TERM": "dumb"}, False, False),
        (Terminal, {"NO_COLOR": "1"}, False, True),
        (Terminal, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True),
        (Terminal, {"FORCE_COLOR": "1", "TERM": "dumb"}, True, False),
        (StringIO, {}, False, False),
        (StringIO, {"FORCE_COLOR": "1"}, True, False),
        (StringIO, {"FORCE_COLOR": ""}, False, False),
    ]
    for kind, environment, coloured, bars in table:
        with monkeypatch.context() as patch:
            for name, value in {"NO_COLOR": "", "FORCE_COLOR": "", "TERM": "xterm", **environment}.items():
                patch.setenv(name, value)
            stream = kind()
            Output(stream).step("label", "text", "good")
            assert ("\x1b[32m" in stream.getvalue()) is coloured, environment
            progress = TransferProgress(stream, "sent")
            progress(1, 1)
            assert ("100%" in stream.getvalue()) is bars, environment


def test_control_c_ends_a_call_with_status_130_and_no_traceback(kneo_env: KneoHandle) -> None:
    kneo_env.faults.add("list_runs", faults.delay(30))
    with subprocess.Popen(
        [*COMMAND, "call", "kneo", "list_runs"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + 30
        while not kneo_env.requests.received and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 130


def test_a_reader_that_has_left_is_no_reason_for_complaints() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, "completion", "bash"], stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")
