"""Everything under /v1/runs, and specs/run, which starts a run too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import read_iso

from . import spec_format, spec_reports
from .checkpoint_diff import diff_view
from .failures import PlatformError, bad_input, policy_blocked, resource_locked, spec_invalid, unknown
from .handlers import Context, Register, shown
from .paging import matching
from .run import (
    TERMINAL,
    Run,
    created_view,
    list_view,
    new_run_id,
    recovery_view,
    replay_view,
    session_view,
    status_view,
)
from .spec_source import load_spec

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

runs = Register()


class SpecValidationError(Exception):
    """A run was asked for with an invalid spec. Before 0.8.0 that is an unhandled failure: 500, no diagnostics."""


@runs("create_run")
def create_run(context: Context) -> Answer:
    """Start a run; with `async_mode` the answer is the run that has just been created."""
    body = context.body()
    return context.once("create_run", body, lambda: _start(context, body, at_once=not body["async_mode"]))


@runs("run_spec")
def run_spec(context: Context) -> Answer:
    """Start a run and see it through; `async_mode` counts here from 0.12.0 on."""
    body = context.body()
    at_once = not (body["async_mode"] and context.since("0.12.0"))
    return context.once("run_spec", body, lambda: _start(context, body, at_once=at_once))


def _start(context: Context, body: dict[str, Any], *, at_once: bool) -> Answer:
    state = context.state
    spec = load_spec(body, context.settings)
    plan, diagnostics = spec_format.read_spec(spec)
    if plan is None:
        if context.since("0.8.0"):
            raise spec_invalid(diagnostics)
        errors = [diagnostic["message"] for diagnostic in diagnostics if diagnostic["severity"] == "error"]
        raise SpecValidationError("; ".join(errors))
    policy = state.policies.get(body["environment"] or "")
    found = spec_reports.findings(plan, diagnostics, policy or {})
    if found and context.since("0.9.0"):
        raise policy_blocked(body["environment"], found)
    skills = _skills(context, body)
    now = state.clock.now()
    run = Run(
        run_id=new_run_id(now),
        plan=plan.only_agent() if body["target"] == "agent" else plan,
        spec=spec,
        input_text=body["input"],
        environment=body["environment"],
        metadata=body["metadata"],
        created_at=now,
        updated_at=now,
        session_id=body.get("session_id"),
    )
    state.runs[run.run_id] = run
    state.record("run.created", context.caller.name, run=run, target=body["target"], async_mode=not at_once)
    if skills is not None:
        state.record("run.skills_overlay", context.caller.name, run=run, **skills)
    state.engine.begin(run, at_once=at_once)
    return shown(created_view(run), 202 if not at_once and context.since("0.11.0") else 200)


def _skills(context: Context, body: dict[str, Any]) -> dict[str, Any] | None:
    """The change of the agent's skills that a run asks for; 400 for a skill that is not there."""
    overlay: dict[str, Any] | None = body.get("skills")
    known = {skill.name for skill in context.settings.skills}
    for name in (overlay or {}).get("add", ()):
        if name not in known:
            raise bad_input(f"There is no skill {name!r}")
    return overlay


def _run(context: Context) -> Run:
    return context.state.run(context.path_params["run_id"])


@runs("list_runs")
def list_runs(context: Context) -> Answer:
    """A page of runs, with everything about each."""
    query = context.query()
    chosen = [run for run in context.state.runs.values() if not context.since("1.1.0") or _asked_for(run, query)]
    items = [_list_item(context, run) for run in chosen]
    names = ("status", "workflow_kind", "workflow_name", "session_id")
    return shown(context.page("runs", matching(items, query, *names), query))


def _list_item(context: Context, run: Run) -> dict[str, Any]:
    """Before release 0.9.0 an item holds the whole trace."""
    if context.since("1.1.0"):
        return {**list_view(run), **session_view(run)}
    return {**list_view(run), "trace_events": run.trace}


def _asked_for(run: Run, query: dict[str, Any]) -> bool:
    """Whether a run passes the filters that are no plain comparison. Where `q` looks is this emulator's own choice."""
    after, before = (_moment(name, query[name]) for name in ("created_after", "created_before"))
    text = " ".join(filter(None, (run.run_id, run.plan.workflow_name, run.plan.agent.name, run.input_text)))
    return (
        query["has_error"] in (None, run.error is not None)
        and (after is None or run.created_at > after)
        and (before is None or run.created_at < before)
        and (query["q"] or "").lower() in text.lower()
    )


def _moment(name: str, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return read_iso(text)
    except ValueError:
        raise PlatformError(422, "invalid_timestamp", f"{name} is no ISO 8601 timestamp: {text}") from None


@runs("get_run")
def get_run(context: Context) -> Answer:
    """Where a run stands."""
    return _status(context, _run(context))


def _status(context: Context, run: Run) -> Answer:
    return shown({**status_view(run), **(session_view(run) if context.since("1.1.0") else {})})


@runs("cancel_run")
def cancel_run(context: Context) -> Answer:
    """Cancel a run; one that has ended stays as it is, and that is no failure."""
    run = _run(context)
    if context.state.engine.cancel(run):
        context.state.record("run.cancelled", context.caller.name, run=run)
    return _status(context, run)


@runs("continue_run")
def continue_run(context: Context) -> Answer:
    """Recover a failed sequential run from the step that failed; from 0.8.0 on under a key and a lock."""
    run_id = context.path_params["run_id"]
    if not context.since("0.8.0"):
        return _continue(context, context.state.run(run_id))
    return context.once(f"continue_run {run_id}", None, lambda: _continue(context, context.state.run(run_id)))


def _continue(context: Context, run: Run) -> Answer:
    if run.run_id in context.state.locked and context.since("0.8.0"):
        raise resource_locked(f"run:{run.run_id}", "continued")
    if run.status != "failed" and context.since("0.9.0"):
        message = f"Run {run.run_id} is {run.status}: only a failed run can be continued"
        raise PlatformError(409, "run_state_conflict", message)
    context.state.engine.go_on(run)
    context.state.record("run.continued", context.caller.name, run=run, status=run.status)
    return shown(created_view(run))


@runs("list_checkpoints")
def list_checkpoints(context: Context) -> Answer:
    """A page of a run's checkpoints."""
    run, query = _run(context), context.query()
    found = matching(run.checkpoints, query, "type")
    return shown({"run_id": run.run_id, **context.page("checkpoints", found, query)})


@runs("diff_checkpoints")
def diff_checkpoints(context: Context) -> Answer:
    """The difference between two checkpoints; between the last two unless the query says otherwise."""
    run, query = _run(context), context.query()
    if len(run.checkpoints) < 2 and query["from_sequence"] is None:
        raise bad_input(f"Run {run.run_id} has fewer than two checkpoints")
    by_sequence = {checkpoint["sequence"]: checkpoint for checkpoint in run.checkpoints}
    last = len(run.checkpoints)
    to_sequence = query["to_sequence"] or last
    from_sequence = query["from_sequence"] or max(to_sequence - 1, 1)
    for sequence in (from_sequence, to_sequence):
        if sequence not in by_sequence:
            raise unknown("checkpoint", str(sequence))
    return shown(diff_view(run.run_id, by_sequence[from_sequence], by_sequence[to_sequence]))


@runs("get_run_graph")
def get_run_graph(context: Context) -> Answer:
    """The workflow of a run, and where in it the run is."""
    run = _run(context)
    at = run.step.id if run.step is not None and run.status not in TERMINAL else None
    where = {"run_id": run.run_id, "status": run.status, "current": at, "visited": list(run.visited)}
    return shown({**where, **spec_reports.graph(run.plan)})


@runs("get_run_policy_report")
def get_run_policy_report(context: Context) -> Answer:
    """The policy report of the spec that a run was started with."""
    run = _run(context)
    if run.spec is None:
        raise bad_input(f"Run {run.run_id} has no stored spec")
    plan, diagnostics = spec_format.read_spec(run.spec)
    policy = context.state.policies.get(run.environment or "")
    context.state.record("spec.policy_reported", context.caller.name, run=run, source="run")
    report = spec_reports.policy_report(plan or run.plan, diagnostics, run.environment, policy)
    return shown({"valid": plan is not None, "report": report})


@runs("get_recovery")
def get_recovery(context: Context) -> Answer:
    """What can be recovered of a run."""
    return shown(recovery_view(_run(context)))


@runs("get_replay")
def get_replay(context: Context) -> Answer:
    """The run as a timeline."""
    return shown(replay_view(_run(context)))


@runs("get_trace")
def get_trace(context: Context) -> Answer:
    """A page of a run's trace."""
    run, query = _run(context), context.query()
    found = context.page("events", matching(run.trace, query, "event_type"), query)
    whole = {"complete": True, "dropped": 0} if context.since("1.2.0") else {}
    return shown({"run_id": run.run_id, **found, **whole})
