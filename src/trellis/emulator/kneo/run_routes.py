"""Everything under /v1/runs, and specs/run, which starts a run too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import spec_format, spec_reports
from .checkpoint_diff import diff_view
from .failures import bad_input, unknown
from .handlers import Context, Register, shown
from .paging import matching, page
from .run import Run, created_view, list_view, new_run_id, recovery_view, replay_view, status_view
from .spec_source import load_spec

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

runs = Register()


class SpecValidationError(Exception):
    """A run was asked for with an invalid spec. Before 0.8.0 that is an unhandled failure: 500, no diagnostics."""


@runs("create_run")
def create_run(context: Context) -> Answer:
    """Start a run; with `async_mode` the answer is the run that has just been created, with 200 in this release."""
    body = context.body()
    return context.once("create_run", body, lambda: _start(context, body, at_once=not body["async_mode"]))


@runs("run_spec")
def run_spec(context: Context) -> Answer:
    """Start a run and see it through; this release ignores `async_mode` here."""
    body = context.body()
    return context.once("run_spec", body, lambda: _start(context, body, at_once=True))


def _start(context: Context, body: dict[str, Any], *, at_once: bool) -> Answer:
    state = context.state
    spec = load_spec(body, context.settings.spec_root)
    plan, diagnostics = spec_format.read_spec(spec)
    if plan is None:
        errors = [diagnostic["message"] for diagnostic in diagnostics if diagnostic["severity"] == "error"]
        raise SpecValidationError("; ".join(errors))
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
    )
    state.runs[run.run_id] = run
    state.record("run.created", context.caller.name, run=run, target=body["target"], async_mode=not at_once)
    state.engine.begin(run, at_once=at_once)
    return shown(created_view(run))


def _run(context: Context) -> Run:
    return context.state.run(context.path_params["run_id"])


@runs("list_runs")
def list_runs(context: Context) -> Answer:
    """A page of runs, with everything about each."""
    query = context.query()
    items = matching([list_view(run) for run in context.state.runs.values()], query, "status")
    return shown(page("runs", items, query))


@runs("get_run")
def get_run(context: Context) -> Answer:
    """Where a run stands."""
    return shown(status_view(_run(context)))


@runs("cancel_run")
def cancel_run(context: Context) -> Answer:
    """Cancel a run; one that has ended stays as it is, and that is no failure."""
    run = _run(context)
    if context.state.engine.cancel(run):
        context.state.record("run.cancelled", context.caller.name, run=run)
    return shown(status_view(run))


@runs("continue_run")
def continue_run(context: Context) -> Answer:
    """Recover a failed sequential run from the step that failed."""
    run = _run(context)
    context.state.engine.go_on(run)
    context.state.record("run.continued", context.caller.name, run=run, status=run.status)
    return shown(created_view(run))


@runs("list_checkpoints")
def list_checkpoints(context: Context) -> Answer:
    """A page of a run's checkpoints."""
    run, query = _run(context), context.query()
    return shown({"run_id": run.run_id, **page("checkpoints", matching(run.checkpoints, query, "type"), query)})


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
    return shown({"run_id": run.run_id, **page("events", matching(run.trace, query, "event_type"), query)})
