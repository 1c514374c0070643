"""The life cycle of a run, stepped by hand with a frozen clock."""

from __future__ import annotations

import threading

import pytest

from trellis.emulator.clock import Clock
from trellis.emulator.kneo.failures import PlatformError
from trellis.emulator.kneo.run import Run, created_view, replay_view, status_view
from trellis.emulator.kneo.settings import KneoSettings
from trellis.emulator.kneo.spec_format import read_spec
from trellis.emulator.kneo.state import KneoState


@pytest.fixture
def state() -> KneoState:
    return KneoState(KneoSettings(clock=Clock.frozen(), step_seconds=1.0), threading.RLock())


def spec_of(*steps: dict, **workflow: object) -> dict:
    return {
        "version": "v1",
        "name": "s",
        "agent": {"name": "a", "provider": "dummy", "instructions": "i"},
        "components": {"humans": {"h": {"prompt": "ok?", "options": ["x", "y"], **workflow.pop("human", {})}}},
        "workflow": {"kind": "sequential", "steps": list(steps), **workflow},
    }


ECHO = {"id": "echo", "kind": "function", "function": "echo"}
SHOUT = {"id": "shout", "kind": "function", "function": "uppercase"}
ASK = {"id": "ask", "kind": "human", "human": "h"}


def begin(state: KneoState, spec: dict, *, at_once: bool = False, text: str = "hello") -> Run:
    plan, diagnostics = read_spec(spec)
    assert plan is not None, diagnostics
    now = state.clock.now()
    run = Run(f"run_{len(state.runs)}", plan, spec, text, None, {}, now, updated_at=now)
    state.runs[run.run_id] = run
    state.engine.begin(run, at_once=at_once)
    return run


def events(run: Run) -> list[str]:
    return [event["event_type"] for event in run.trace if event["event_type"] != "checkpoint_saved"]


def test_time_moves_a_run_from_created_over_running_to_completed(state: KneoState) -> None:
    run = begin(state, spec_of(ECHO, SHOUT))
    seen = [(run.status, list(run.visited))]
    for _ in range(3):
        state.advance(1.001)
        seen.append((run.status, list(run.visited)))
    assert seen == [("created", []), ("running", []), ("running", ["echo"]), ("completed", ["echo", "shout"])]
    assert run.output_text == "HELLO"
    assert run.due is None


def test_one_long_wait_does_the_same_as_many_short_ones(state: KneoState) -> None:
    patient, busy = begin(state, spec_of(ECHO, SHOUT)), None
    state.advance(60)
    busy = begin(state, spec_of(ECHO, SHOUT))
    for _ in range(600):
        state.advance(0.1)
    assert events(patient) == events(busy)
    assert [c["type"] for c in patient.checkpoints] == [c["type"] for c in busy.checkpoints]
    # What was due happened at its own time, not when somebody looked.
    assert patient.updated_at - patient.created_at == pytest.approx(3.0, abs=0.001)


def test_a_synchronous_run_ends_within_the_call_and_takes_no_time(state: KneoState) -> None:
    run = begin(state, spec_of(ECHO, SHOUT), at_once=True)
    assert run.status == "completed"
    assert run.updated_at - run.created_at < 0.001


def test_events_are_numbered_unique_and_in_the_order_of_their_times(state: KneoState) -> None:
    run = begin(state, spec_of(ECHO, SHOUT), at_once=True)
    assert [event["sequence"] for event in run.trace] == list(range(1, len(run.trace) + 1))
    assert len({event["event_id"] for event in run.trace}) == len(run.trace)
    times = [event["timestamp"] for event in run.trace]
    assert times == sorted(set(times))
    assert [checkpoint["sequence"] for checkpoint in run.checkpoints] == [1, 2, 3, 4]


def test_a_step_takes_as_long_as_its_spec_says(state: KneoState) -> None:
    run = begin(state, spec_of({**ECHO, "duration_seconds": 30}))
    state.advance(20)
    assert run.status == "running"
    state.advance(20)
    assert run.status == "completed"


def test_a_human_step_blocks_until_it_is_decided(state: KneoState) -> None:
    run = begin(state, spec_of(ECHO, ASK, SHOUT), at_once=True)
    state.advance(3600)
    assert run.status == "blocked"
    view = created_view(run)
    assert view["human_intervention_required"] is True
    assert view["metadata"]["pending_human_request"]["prompt"] == "ok?"
    task = state.task(run.continuation_id)
    state.engine.resume(task, {"request_id": task.request["request_id"], "decision": "approved"})
    assert (run.status, run.output_text, run.continuation_id) == ("completed", "HELLO", None)
    with pytest.raises(PlatformError) as gone:
        state.task(task.continuation_id)
    assert gone.value.status == 404


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        ({"decision": "approved"}, ("completed", "HELLO")),
        ({"decision": "edited", "content": "new"}, ("completed", "NEW")),
        ({"decision": "provided", "content": "mine"}, ("completed", "MINE")),
        ({"decision": "selected", "selected_option": "y"}, ("completed", "Y")),
        ({"decision": "rejected"}, ("failed", None)),
    ],
)
def test_each_decision_goes_into_the_run(state: KneoState, decision: dict, outcome: tuple) -> None:
    run = begin(state, spec_of(ASK, SHOUT), at_once=True)
    task = state.task(run.continuation_id)
    state.engine.resume(task, {"request_id": task.request["request_id"], **decision})
    assert (run.status, run.output_text) == outcome


@pytest.mark.parametrize(
    "decision",
    [
        {"decision": "edited"},
        {"decision": "provided"},
        {"decision": "selected"},
        {"decision": "selected", "selected_option": "z"},
        {"decision": "approved", "request_id": "req_of_another_task"},
    ],
)
def test_a_decision_that_makes_no_sense_leaves_the_task_waiting(state: KneoState, decision: dict) -> None:
    run = begin(state, spec_of(ASK, SHOUT), at_once=True)
    task = state.task(run.continuation_id)
    with pytest.raises(PlatformError) as refused:
        state.engine.resume(task, {"request_id": task.request["request_id"], **decision})
    assert refused.value.status == 400
    assert run.status == "blocked"
    assert state.task(task.continuation_id) is task


def test_a_failed_step_is_run_again_by_continue(state: KneoState) -> None:
    run = begin(state, spec_of(ECHO, {**SHOUT, "fail": {"times": 2, "type": "flaky", "message": "no"}}), at_once=True)
    assert run.status == "failed"
    assert run.error == {"type": "flaky", "message": "no", "step_id": "shout"}
    assert run.can_continue
    state.engine.go_on(run)
    assert run.status == "failed"
    state.engine.go_on(run)
    assert (run.status, run.output_text, run.error) == ("completed", "HELLO", None)
    assert run.attempts == {"echo": 1, "shout": 3}
    assert [entry["type"] for entry in replay_view(run)["timeline"]].count("step_failed") == 2


def test_a_function_that_fails_fails_its_run(state: KneoState) -> None:
    failing = {"id": "f", "kind": "function", "function": "fail", "with": {"message": "broken"}}
    run = begin(state, spec_of(failing), at_once=True)
    assert run.status == "failed"
    assert run.error == {"type": "function_failed", "message": "broken", "step_id": "f"}


@pytest.mark.parametrize("wanted", ["created", "running", "blocked", "completed", "cancelled"])
def test_only_a_failed_run_can_be_continued(state: KneoState, wanted: str) -> None:
    run = reach(state, wanted)
    with pytest.raises(PlatformError) as refused:
        state.engine.go_on(run)
    assert refused.value.status == 400
    assert run.status == wanted


@pytest.mark.parametrize("wanted", ["created", "running", "blocked"])
def test_a_run_that_has_not_ended_can_be_cancelled(state: KneoState, wanted: str) -> None:
    run = reach(state, wanted)
    assert state.engine.cancel(run) is True
    state.advance(3600)
    assert run.status == "cancelled"
    assert state.engine.continuations == {}
    assert status_view(run)["pending_human_request"] is None


@pytest.mark.parametrize("wanted", ["completed", "failed", "cancelled", "expired", "timed_out"])
def test_cancelling_a_run_that_has_ended_changes_nothing(state: KneoState, wanted: str) -> None:
    run = reach(state, wanted)
    before = status_view(run)
    assert state.engine.cancel(run) is False
    assert status_view(run) == before


@pytest.mark.parametrize(
    ("on_timeout", "status", "event"),
    [
        ("fail", "expired", "human.expired"),
        ("continue", "completed", "human.continued"),
        ("escalate", "blocked", "human.escalated"),
    ],
)
def test_a_human_deadline_does_what_the_spec_says_when_swept(state, on_timeout, status, event) -> None:
    run = begin(state, spec_of(ASK, SHOUT, human={"timeout_seconds": 60, "on_timeout": on_timeout}), at_once=True)
    state.advance(59)
    state.sweep()
    assert run.status == "blocked"
    state.advance(2)
    state.sweep()
    state.sweep()
    assert run.status == status
    assert [entry["event_type"] for entry in state.audit] == [event]


def test_a_run_over_its_deadline_is_timed_out_when_swept(state: KneoState) -> None:
    run = reach(state, "timed_out")
    assert run.status == "timed_out"
    assert run.error["type"] == "run_timed_out"
    assert [entry["event_type"] for entry in state.audit] == ["run.timed_out"]


def test_a_run_of_the_agent_alone_has_no_workflow(state: KneoState) -> None:
    plan, _ = read_spec(spec_of(ASK))
    run = Run("run_agent", plan.only_agent(), {}, "hi", None, {}, state.clock.now(), updated_at=state.clock.now())
    state.engine.begin(run, at_once=True)
    assert (run.status, run.output_text) == ("completed", "[a] hi")
    assert status_view(run)["workflow_kind"] is None


def test_the_prompt_of_a_step_sees_input_previous_text_and_earlier_steps(state: KneoState) -> None:
    ask = {"id": "say", "kind": "agent", "prompt": "{input}|{previous}|{steps.shout}|{steps.none}|{other}"}
    run = begin(state, spec_of(SHOUT, ask), at_once=True, text="word")
    assert run.output_text == "[a] word|WORD|WORD||{other}"


def test_a_clock_does_not_go_back(state: KneoState) -> None:
    with pytest.raises(ValueError, match="forward"):
        state.advance(-1)


def reach(state: KneoState, status: str) -> Run:
    """A run in the given status."""
    if status in ("blocked", "expired"):
        run = begin(state, spec_of(ASK, human={"timeout_seconds": 60}), at_once=True)
    elif status == "failed":
        run = begin(state, spec_of({**ECHO, "fail": True}), at_once=True)
    elif status == "completed":
        run = begin(state, spec_of(ECHO), at_once=True)
    else:
        run = begin(state, spec_of({**ECHO, "duration_seconds": 1000}, timeout_seconds=100))
    if status == "cancelled":
        state.engine.cancel(run)
    elif status == "running":
        state.advance(2)
    elif status in ("expired", "timed_out"):
        state.advance(200)
        state.sweep()
    assert run.status == status
    return run
