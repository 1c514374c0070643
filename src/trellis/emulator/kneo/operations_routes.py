"""Human tasks, audit events and the credential inventory."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import iso

from .failures import PlatformError, resource_locked
from .handlers import Context, Register, shown
from .paging import matching
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
    tasks = list(context.state.engine.continuations.values())
    wanted = query.get("status")
    if wanted is not None:
        tasks = [task for task in tasks if (task.escalated_at is not None) is (wanted == "escalated")]
    items = matching([_task_view(task) for task in tasks], query, "run_id", "workflow_kind")
    return shown(context.page("tasks", items, query))


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
    """One task, from 0.7.0 on with the conversation so far."""
    task = context.state.task(context.path_params["continuation_id"])
    view: dict[str, Any] = {"continuation_id": task.continuation_id, "request": task.request}
    if context.since("0.7.0"):
        said = [{"role": "assistant", "content": text} for text in task.run.outputs.values()]
        view["messages"] = [{"role": "user", "content": task.run.input_text}, *said]
    return shown(view)


@operations("resume_human_task")
def resume_human_task(context: Context) -> Answer:
    """Decide a task; its run goes on within the call."""
    continuation_id, body = context.path_params["continuation_id"], context.body()
    return context.once(f"resume_human_task {continuation_id}", body, lambda: _resume(context, continuation_id, body))


def _resume(context: Context, continuation_id: str, body: dict[str, Any]) -> Answer:
    state = context.state
    task = state.task(continuation_id)
    if continuation_id in state.locked:
        raise resource_locked(f"continuation:{continuation_id}", "resumed")
    if context.since("1.1.0"):
        _refuse_expired(task, state.clock.now())
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


def _refuse_expired(task: Continuation, now: float) -> None:
    """409 for a task whose time is over, unless it is passed on then."""
    expires_at = task.request["expires_at"]
    if expires_at is None or expires_at > now or task.human.on_timeout == "escalate":
        return
    message = f"The human task {task.continuation_id} has expired"
    raise PlatformError(
        409, "human_task_expired", message, continuation_id=task.continuation_id, expires_at=float(expires_at)
    )


@operations("list_audit_events")
def list_audit_events(context: Context) -> Answer:
    """A page of audit events. Before 0.6.0 it has a limit and no offset, and echoes neither."""
    query = context.query()
    newest_first = matching(context.state.audit[::-1], query, "event_type", "run_id")
    if not context.since("0.6.0"):
        events = newest_first[: query["limit"]]
        return shown({"events": events, "count": len(events)})
    # Events of the same moment keep the order in which they happened, or the reverse of it.
    items = newest_first if query["sort_order"] == "desc" else newest_first[::-1]
    return shown(context.page("events", items, query))


@operations("list_credentials")
def list_credentials(context: Context) -> Answer:
    """Which credentials the platform has been given, never what they are. Reading this is itself audited."""
    query = context.query()
    entry = functools.partial(_credential, present=context.settings.secrets, with_status=context.since("1.2.0"))
    providers = query["providers"] or sorted(PROVIDER_VARIABLES)
    inventory = {
        "providers": {
            name: entry(f"provider:{name}", PROVIDER_VARIABLES.get(name, f"{name.upper()}_API_KEY"))
            for name in providers
        },
        "extra": {name: entry(f"extra:{name}", name) for name in query["extras"] or ()},
        "service_tokens": {
            name: entry(f"service:{name}", name)
            for name in (SERVICE_VARIABLES if query["include_service_tokens"] else ())
        },
    }
    context.state.record("credential.inventory_accessed", context.caller.name, providers=providers)
    return shown({"inventory": inventory})


def _credential(name: str, variable: str, *, present: frozenset[str], with_status: bool) -> dict[str, Any]:
    there = variable in present
    view = {"name": name, "env_var": variable, "present": there, "value": MARK if there else None}
    if with_status:
        view |= {"status": "present" if there else "missing", "expires_at": None, "last_checked": None}
    return view
