"""Environment policies: reading and replacing them, and seeing what a new one would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import spec_format, spec_reports
from .handlers import Context, Register, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trellis.emulator.exchange import Answer

    from .run import Run

policies = Register()


@policies("list_environment_policies")
def list_environment_policies(context: Context) -> Answer:
    """All stored policies by environment."""
    stored = context.state.policies
    return shown({"policies": stored, "count": len(stored)})


@policies("get_environment_policy")
def get_environment_policy(context: Context) -> Answer:
    """The policy of one environment; null where none is stored."""
    environment = context.query()["environment"]
    policy = context.state.policies.get(environment)
    return shown({"environment": environment, "policy": policy, "previous_policy": None})


@policies("put_environment_policy")
def put_environment_policy(context: Context) -> Answer:
    """Replace the policy of one environment."""
    environment, policy = context.query()["environment"], context.body()
    stored = context.state.policies
    previous = stored.get(environment)
    stored[environment] = policy
    changed = _changed(previous, policy)
    context.state.record(
        "policy.changed",
        context.caller.name,
        environment=environment,
        previous_policy=previous,
        current_policy=policy,
        changed_fields=changed,
    )
    return shown({"environment": environment, "policy": policy, "previous_policy": previous})


def _changed(previous: Mapping[str, Any] | None, policy: Mapping[str, Any]) -> list[str]:
    return [name for name in policy if (previous or {}).get(name) != policy[name]]


@policies("preview_environment_policy")
def preview_environment_policy(context: Context) -> Answer:
    """What a policy would change for its environment and the runs in it. Nothing is stored or audited."""
    environment, policy = context.query()["environment"], context.body()
    previous = context.state.policies.get(environment)
    runs = [run for run in context.state.runs.values() if run.environment == environment and run.spec is not None]
    affected, blocking = [], set()
    for run in runs:
        before, after = _rules(run, previous), _rules(run, policy)
        if bool(before) is not bool(after):
            affected.append(run.run_id)
        if after and not before:
            blocking |= after
    return shown(
        {
            "environment": environment,
            "diff": {
                name: {"current": (previous or {}).get(name), "proposed": policy[name]}
                for name in _changed(previous, policy)
            },
            "affected_run_ids": affected,
            "newly_blocking": sorted(blocking),
            "runs_evaluated": len(runs),
        }
    )


def _rules(run: Run, policy: Mapping[str, Any] | None) -> set[str]:
    """The rules of a policy that stop the spec of a run."""
    plan, diagnostics = spec_format.read_spec(run.spec or {})
    return {finding["rule"] for finding in spec_reports.findings(plan or run.plan, diagnostics, policy or {})}
