"""Human tasks, audit events, environment policies and the credential inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import iso

from .failures import PlatformError
from .handlers import Context, Register, shown
from .paging import matching, page
from .redaction import MARK

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .engine import Continuation

operations = Register()

PROVIDER_VARIABLES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "dummy": "DUMMY_API_KEY"}
SERVICE_VARIABLES = ("KNEO_SERV_API_KEYS", "KNEO_SERV_ADMIN_API_KEY")


@operations("list_human_tasks")
def list_human_tasks(context: Context) -> Answer:
    """A page of the runs that wait for a person."""
    query = context.query()
    items = [_task_view(task) for task in context.state.engine.continuations.values()]
    return shown(page("tasks", matching(items, query, "run_id", "workflow_kind"), query))


def _task_view(task: Continuation) -> dict[str, Any]:
    """A stored continuation. Servers differ in the names of two members, so both names are there."""
    return {
        "id": task.continuation_id,
        "continuation_id": task.continuation_id,
        "run_id": task.run.run_id,
        "workflow_kind": task.run.plan.workflow_kind,
        "workflow_name": task.run.plan.workflow_name,
        "created_at": iso(task.created_at),
        "escalated_at": None if task.escalated_at is None else iso(task.escalated_at),
        "request": task.request,
        "pending_human_request": task.request,
    }


@operations("get_human_task")
def get_human_task(context: Context) -> Answer:
    """One task."""
    task = context.state.task(context.path_params["continuation_id"])
    return shown({"continuation_id": task.continuation_id, "request": task.request})


@operations("resume_human_task")
def resume_human_task(context: Context) -> Answer:
    """Decide a task; its run goes on within the call."""
    continuation_id, body = context.path_params["continuation_id"], context.body()
    return context.once(f"resume_human_task {continuation_id}", body, lambda: _resume(context, continuation_id, body))


def _resume(context: Context, continuation_id: str, body: dict[str, Any]) -> Answer:
    state = context.state
    task = state.task(continuation_id)
    if continuation_id in state.locked:
        resource = f"continuation:{continuation_id}"
        raise PlatformError(409, "resource_locked", f"{resource} is being resumed already", resource=resource)
    run = task.run
    state.engine.resume(task, body)
    state.record(
        "human.decision",
        context.caller.name,
        run=run,
        continuation_id=continuation_id,
        request_id=body["request_id"],
        decision=body["decision"],
        selected_option=body["selected_option"],
        status=run.status,
        has_content=body["content"] is not None,
    )
    return shown(
        {
            "run_id": run.run_id,
            "status": run.status,
            "output_text": run.output_text,
            "metadata": {"workflow_kind": run.plan.workflow_kind, "trace_event_count": len(run.trace)},
            "human_intervention_required": run.status == "blocked",
            "continuation_id": run.continuation_id,
        }
    )


@operations("list_audit_events")
def list_audit_events(context: Context) -> Answer:
    """The newest audit events first. This release has a limit and no offset, and echoes neither."""
    query = context.query()
    events = matching(context.state.audit[::-1], query, "event_type", "run_id")[: query["limit"]]
    return shown({"events": events, "count": len(events)})


@operations("list_environment_policies")
def list_environment_policies(context: Context) -> Answer:
    """All stored policies by environment."""
    policies = context.state.policies
    return shown({"policies": policies, "count": len(policies)})


@operations("get_environment_policy")
def get_environment_policy(context: Context) -> Answer:
    """The policy of one environment; null where none is stored."""
    environment = context.query()["environment"]
    policy = context.state.policies.get(environment)
    return shown({"environment": environment, "policy": policy, "previous_policy": None})


@operations("put_environment_policy")
def put_environment_policy(context: Context) -> Answer:
    """Replace the policy of one environment."""
    environment, policy = context.query()["environment"], context.body()
    policies = context.state.policies
    previous = policies.get(environment)
    policies[environment] = policy
    changed = [name for name in policy if (previous or {}).get(name) != policy[name]]
    context.state.record(
        "policy.changed",
        context.caller.name,
        environment=environment,
        previous_policy=previous,
        current_policy=policy,
        changed_fields=changed,
    )
    return shown({"environment": environment, "policy": policy, "previous_policy": previous})


@operations("list_credentials")
def list_credentials(context: Context) -> Answer:
    """Which credentials the platform has been given, never what they are. Reading this is itself audited."""
    query, present = context.query(), context.settings.secrets
    providers = query["providers"] or sorted(PROVIDER_VARIABLES)
    inventory = {
        "providers": {
            name: _credential(f"provider:{name}", PROVIDER_VARIABLES.get(name, f"{name.upper()}_API_KEY"), present)
            for name in providers
        },
        "extra": {name: _credential(f"extra:{name}", name, present) for name in query["extras"] or ()},
        "service_tokens": {
            name: _credential(f"service:{name}", name, present)
            for name in (SERVICE_VARIABLES if query["include_service_tokens"] else ())
        },
    }
    context.state.record("credential.inventory_accessed", context.caller.name, providers=providers)
    return shown({"inventory": inventory})


def _credential(name: str, variable: str, present: frozenset[str]) -> dict[str, Any]:
    there = variable in present
    return {"name": name, "env_var": variable, "present": there, "value": MARK if there else None}
