"""The example programs run as programs, against a local platform, and do what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trellis.testing import assert_operations, attempts_of_one_call, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneo_client import SyncKneoClient
    from kneo_client.core.profiles import Profile
    from trellis.emulator import KneoHandle

    Program = Callable[..., subprocess.CompletedProcess[str]]

EXAMPLES = Path(__file__).parent / "examples"
TAKE_A_SPEC = ("basic_run", "idempotent_retry", "validate_spec", "async_run")
TESTED_HERE = {*TAKE_A_SPEC, "paginate_audit", "human_task_resume", "skills_overlay"}
REVIEW = {"input": "Version 2 is out", "spec_path": "human_review.yaml"}


@pytest.fixture
def program(kneo_profile: Profile) -> Program:
    """Runs an example with arguments."""
    environment = {**os.environ, "KNEO_URL": kneo_profile.url, "KNEO_API_KEY": kneo_profile.api_key}

    def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py"), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    return run


def test_each_example_is_tested() -> None:
    assert {file.stem for file in EXAMPLES.glob("*.py")} == TESTED_HERE


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        *((name, ()) for name in (*TAKE_A_SPEC, "skills_overlay")),
        ("paginate_audit", ("one", "two")),
        ("human_task_resume", ("perhaps",)),
        ("human_task_resume", ("approve", "twice")),
    ],
)
def test_wrong_arguments_show_how_it_is_used(name: str, arguments: tuple[str, ...], program: Program) -> None:
    done = program(name, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name}.py" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_is_followed_to_its_end(program: Program, kneo_server: KneoHandle) -> None:
    done = program("basic_run", "support_triage.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    *events, last = done.stdout.splitlines()
    (run,) = kneo_server.state.runs.values()
    assert [line.split()[1] for line in events] == [event["event_type"] for event in run.trace]
    assert last == f"completed: {run.output_text}"


def test_a_run_that_fails_is_told_by_the_exit_status(program: Program) -> None:
    done = program("basic_run", "failing_step.yaml")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "failed: None")


def test_a_run_is_created_once_however_many_replies_are_lost(program: Program, kneo_server: KneoHandle) -> None:
    kneo_server.faults.add("create_run", faults.reply_lost(times=4))
    done = program("idempotent_retry", "support_triage.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    (run_id,) = kneo_server.state.runs
    assert done.stdout == f"try 1: KneoNetworkError\ntry 2: {run_id} is completed\n"
    # The client's three attempts and then two more: one key, and a request id for each call.
    assert len({request.headers["idempotency-key"] for request in kneo_server.requests}) == 1
    for call in (kneo_server.requests[:3], kneo_server.requests[3:]):
        attempts_of_one_call(call, "create_run")
    assert len({request.headers["x-request-id"] for request in kneo_server.requests}) == 2


def test_a_failure_that_stays_is_given_up(program: Program, kneo_server: KneoHandle) -> None:
    kneo_server.faults.add("create_run", faults.status(500, times=None))
    done = program("idempotent_retry", "support_triage.yaml")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [f"try {number}: KneoServerError" for number in (1, 2, 3)]


@pytest.mark.parametrize(("arguments", "walked"), [(("policy.changed",), 450), ((), 451)], ids=["of a type", "all"])
def test_all_audit_events_are_walked_over(
    arguments: tuple[str, ...], walked: int, program: Program, kneo_server: KneoHandle
) -> None:
    with kneo_server.service.lock:
        kneo_server.state.record("run.dead_lettered", "system")
        for _ in range(450):
            kneo_server.state.record("policy.changed", "operator")
    done = program("paginate_audit", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    first, *events, last = done.stdout.splitlines()
    assert (first, last) == ("the newest 3", f"{walked} in all")
    assert len(events) == walked
    assert ("run.dead_lettered" in done.stdout) == (not arguments)


def test_a_spec_is_checked_without_being_run(program: Program, kneo_server: KneoHandle) -> None:
    done = program("validate_spec", "support_triage.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("dry run: fine\n")
    assert kneo_server.state.runs == {}
    called = [request.operation_id for request in kneo_server.requests]
    assert called[:4] == ["validate_spec", "compile_spec", "explain_spec", "validate_spec"]
    assert set(called[4:]) == {"explain_spec", "policy_report_spec"}


def test_a_spec_that_is_not_there_is_a_typed_error(program: Program) -> None:
    done = program("validate_spec", "no_such_file.yaml")
    assert done.returncode == 1
    assert "KneoBadRequestError: POST /v1/specs/validate: HTTP 400" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [((), "completed: [AUTHOR]"), (("approve",), "completed: [AUTHOR]"), (("reject",), "failed: None")],
    ids=["by default", "approve", "reject"],
)
def test_the_task_that_is_due_is_decided(
    arguments: tuple[str, ...], outcome: str, program: Program, kneo_server: KneoHandle, sync_kneo: SyncKneoClient
) -> None:
    run_id = sync_kneo.platform.runs.create(REVIEW).run_id
    done = program("human_task_resume", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{run_id} is {outcome}")
    assert_operations(kneo_server.requests, "create_run", "list_human_tasks", "resume_human_task")


def test_no_task_is_no_failure(program: Program) -> None:
    done = program("human_task_resume")
    assert (done.returncode, done.stdout) == (0, "nobody is asked anything\n")


def test_a_run_that_goes_on_by_itself_is_waited_for(program: Program) -> None:
    done = program("async_run", "support_triage.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    first, *seen, last = done.stdout.splitlines()
    assert first.endswith("is created")
    assert seen[-1] == "... completed"
    assert last.startswith("completed: [editor]")


def test_a_run_that_goes_wrong_by_itself_says_why(program: Program) -> None:
    done = program("async_run", "failing_step.yaml")
    assert done.returncode == 1
    assert "The warehouse did not answer" in done.stdout


@pytest.mark.kneo_since("0.9.0")
def test_skills_are_listed_and_lent(program: Program, kneo_server: KneoHandle) -> None:
    done = program("skills_overlay", "support_triage.yaml", "citations", "translation")

    assert (done.returncode, done.stderr) == (0, "")
    *listed, last = done.stdout.splitlines()
    assert [line.partition(" - ")[0] for line in listed] == ["citations", "plain-language", "translation"]
    assert last == "completed with citations, translation"
    (event,) = (event for event in kneo_server.state.audit if event["event_type"] == "run.skills_overlay")
    assert event["metadata"] == {"add": ["citations", "translation"], "disable": []}


@pytest.mark.kneo_before("0.8.0")
def test_a_platform_without_skills_is_told_by_the_exit_status(program: Program) -> None:
    done = program("skills_overlay", "support_triage.yaml")

    assert (done.returncode, done.stdout) == (1, "this platform has no skills: they came with 0.8.0\n")
