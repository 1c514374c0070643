"""One run: its record, its checkpoints and its trace, and the views of it that the platform answers."""

from __future__ import annotations

import uuid
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import iso

if TYPE_CHECKING:
    from .plan import Plan, Step

TERMINAL = frozenset({"completed", "failed", "cancelled", "timed_out", "expired"})


@dataclass(slots=True, eq=False)
class Run:
    """A run and all it leaves behind. Only `RunEngine` changes one."""

    run_id: str
    plan: Plan
    spec: dict[str, Any] | None
    """None for a run of which no spec was stored, as a test can make one."""
    input_text: str
    environment: str | None
    metadata: dict[str, Any]
    created_at: float
    session_id: str | None = None
    usage: dict[str, int] | None = None
    """What the agents have used, in words; None before any was asked."""
    status: str = "created"
    updated_at: float = 0.0
    due: float | None = None
    """When the next thing happens by itself; None while the run is at rest."""
    position: int = 0
    """Index of the step that is next or under way."""
    text: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)
    attempts: dict[str, int] = field(default_factory=dict)
    error: dict[str, Any] | None = None
    failed_step: str | None = None
    continuation_id: str | None = None
    pending_request: dict[str, Any] | None = None
    checkpoints: list[dict[str, Any]] = field(default_factory=list)
    trace: list[dict[str, Any]] = field(default_factory=list)
    step_began: float = 0.0

    @property
    def step(self) -> Step | None:
        """The step that is next or under way; None past the last."""
        return self.plan.steps[self.position] if self.position < len(self.plan.steps) else None

    @property
    def output_text(self) -> str | None:
        """The result, once there is one."""
        return self.text if self.status == "completed" else None

    @property
    def can_continue(self) -> bool:
        """Whether failure recovery is open to it: a failed sequential run."""
        return self.status == "failed" and self.plan.workflow_kind == "sequential" and self.step is not None

    def note(self, at: float, event_type: str, payload: dict[str, Any] | None = None, **fields: Any) -> None:
        """Add an event to the trace."""
        sequence = len(self.trace) + 1
        event = {
            "event_id": f"te_{self.run_id.rpartition('_')[2]}_{sequence}",
            "sequence": sequence,
            "event_type": event_type,
            "timestamp": iso(at),
            "run_id": self.run_id,
            **fields,
            "payload": payload or {},
        }
        self.trace.append(event)
        self.updated_at = max(at, self.updated_at)

    def save(self, at: float, kind: str, step_id: str | None) -> None:
        """Take a checkpoint."""
        sequence = len(self.checkpoints) + 1
        checkpoint = {
            "sequence": sequence,
            "type": kind,
            "step_id": step_id,
            "iteration": max(1, self.attempts.get(step_id or "", 1)),
            "created_at": iso(at),
            "status": self.status,
            "state": {
                "status": self.status,
                "current_step_index": self.position,
                "visited_steps": list(self.visited),
                "outputs": dict(self.outputs),
                "text": self.text,
                "error": deepcopy(self.error),
                "pending_human_request_id": (self.pending_request or {}).get("request_id"),
            },
            "metadata": {},
        }
        self.checkpoints.append(checkpoint)
        self.note(at, "checkpoint_saved", {"checkpoint_sequence": sequence, "checkpoint_type": kind}, step_id=step_id)

    def used(self, prompt: str, reply: str) -> None:
        """Count what asking an agent took."""
        given, gained = len(prompt.split()), len(reply.split())
        before = self.usage or {"input_tokens": 0, "output_tokens": 0}
        usage = {
            "input_tokens": before["input_tokens"] + given,
            "output_tokens": before["output_tokens"] + gained,
        }
        self.usage = {**usage, "total_tokens": sum(usage.values())}


def status_view(run: Run) -> dict[str, Any]:
    """RunStatusResponse as all releases have it."""
    step = run.step
    return {
        "run_id": run.run_id,
        "status": run.status,
        "agent_name": run.plan.agent.name,
        "workflow_name": run.plan.workflow_name,
        "workflow_kind": run.plan.workflow_kind,
        "input_text": run.input_text,
        "output_text": run.output_text,
        "current_step_index": run.position if step is not None else None,
        "current_node_id": step.id if step is not None else None,
        "visited_steps": list(run.visited),
        "visited_nodes": [],
        "trace_event_count": len(run.trace),
        "continuation_id": run.continuation_id,
        "pending_human_request": run.pending_request,
        "error": run.error,
        "metadata": {**run.metadata, "environment": run.environment} if run.environment else run.metadata,
    }


def session_view(run: Run) -> dict[str, Any]:
    """What RunStatusResponse has besides from 1.2.0 on (the session from 1.1.0 on)."""
    return {"session_id": run.session_id, "usage": run.usage}


def list_view(run: Run) -> dict[str, Any]:
    """An item of the run list, as all releases have it."""
    return {**status_view(run), "created_at": iso(run.created_at), "updated_at": iso(run.updated_at)}


def created_view(run: Run) -> dict[str, Any]:
    """RunCreateResponse."""
    metadata = {
        **run.metadata,
        "workflow_kind": run.plan.workflow_kind,
        "trace_event_count": len(run.trace),
    }
    if run.pending_request is not None:
        metadata["pending_human_request"] = run.pending_request
    return {
        "run_id": run.run_id,
        "status": run.status,
        "output_text": run.output_text,
        "human_intervention_required": run.status == "blocked",
        "continuation_id": run.continuation_id,
        "metadata": metadata,
    }


def replay_context(run: Run) -> dict[str, Any]:
    """From where a failed run would go on."""
    failed = run.status == "failed"
    return {
        "can_continue": run.can_continue,
        "completed_steps": list(run.visited),
        "failed_step": run.failed_step if failed else None,
        "resume_input": run.text if run.can_continue else None,
        "next_step_index": run.position if run.step is not None else None,
    }


def recovery_view(run: Run) -> dict[str, Any]:
    """RunRecoveryResponse."""
    status = status_view(run)
    kept = (
        "run_id", "status", "workflow_kind", "workflow_name", "current_node_id", "current_step_index", "error",
        "continuation_id", "pending_human_request", "visited_nodes", "visited_steps",
    )  # fmt: skip
    return {
        **{name: status[name] for name in kept},
        "checkpoint_count": len(run.checkpoints),
        "replay_context": replay_context(run),
    }


def replay_view(run: Run) -> dict[str, Any]:
    """RunReplayResponse: the checkpoints as a timeline."""
    timeline = []
    for position, checkpoint in enumerate(run.checkpoints):
        state = checkpoint["state"]
        timeline.append(
            {
                "sequence": checkpoint["sequence"],
                "type": checkpoint["type"],
                "step_id": checkpoint["step_id"],
                "node_id": None,
                "status": checkpoint["status"],
                "position": position,
                "created_at": checkpoint["created_at"],
                "pending_human_request_id": state["pending_human_request_id"],
                "error": (state["error"] or {}).get("message"),
            }
        )
    return {
        "run_id": run.run_id,
        "status": run.status,
        "agent_name": run.plan.agent.name,
        "workflow_name": run.plan.workflow_name,
        "workflow_kind": run.plan.workflow_kind,
        "checkpoint_count": len(run.checkpoints),
        "replay_context": replay_context(run),
        "timeline": timeline,
    }


def new_run_id(at: float) -> str:
    """A run id as the platform makes them: with a time, and so with colons that need percent-encoding."""
    return f"run_{iso(at)[:19]}_{uuid.uuid4().hex[:8]}"
