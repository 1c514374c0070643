"""What the emulated platform remembers, and the levers by which a test moves it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import Clock, iso

from .engine import Continuation, RunEngine
from .failures import unknown
from .idempotency import IdempotencyRecords
from .run import TERMINAL, Run

if TYPE_CHECKING:
    import threading

    from .settings import KneoSettings

CHECKS = (
    "run_state_store", "continuation_store", "queue", "runtime_registry", "tool_registry", "providers", "mcp", "api",
)  # fmt: skip


class KneoState:
    """All the platform's records since the last reset.

    runs: by id. audit: oldest first. policies: by environment. failing_checks: readiness checks that are to fail, by
    name, with their message. locked: ids of human tasks that are "being resumed elsewhere".
    """

    def __init__(self, settings: KneoSettings, lock: threading.RLock) -> None:
        self._lock = lock
        self.clock = settings.clock or Clock()
        self.engine = RunEngine(self.clock, settings.step_seconds)
        self.runs: dict[str, Run] = {}
        self.audit: list[dict[str, Any]] = []
        self.policies: dict[str, dict[str, Any]] = {}
        self.idempotency = IdempotencyRecords(settings.limits.idempotency_key_chars)
        self.failing_checks: dict[str, str] = {}
        self.locked: set[str] = set()

    def advance(self, seconds: float) -> None:
        """Move time forward and let everything happen that falls due."""
        with self._lock:
            self.clock.advance(seconds)
            self.settle()

    def settle(self) -> None:
        """Let everything happen that is due by now."""
        self.engine.settle(self.runs.values())

    def fail_check(self, name: str, message: str = "not reachable") -> None:
        """Make a readiness check fail, until `pass_check`. An unknown name is a ValueError."""
        if name not in CHECKS:
            raise ValueError(f"no readiness check {name!r}; there are: {', '.join(CHECKS)}")
        with self._lock:
            self.failing_checks[name] = message

    def pass_check(self, name: str) -> None:
        """Undo `fail_check`."""
        with self._lock:
            self.failing_checks.pop(name, None)

    def run(self, run_id: str) -> Run:
        """A run by its id; the platform's 404 if there is none."""
        if run_id not in self.runs:
            raise unknown("run", run_id)
        return self.runs[run_id]

    def task(self, continuation_id: str) -> Continuation:
        """A human task by its id; the platform's 404 if it is not there or was resumed already."""
        if continuation_id not in self.engine.continuations:
            raise unknown("continuation", continuation_id)
        return self.engine.continuations[continuation_id]

    def record(
        self,
        event_type: str,
        actor: str,
        *,
        run: Run | None = None,
        continuation_id: str | None = None,
        **metadata: Any,
    ) -> None:
        """Write an audit event."""
        event = {
            "id": f"evt_{uuid.uuid4().hex[:12]}",
            "event_type": event_type,
            "actor": actor,
            "run_id": run.run_id if run is not None else None,
            "continuation_id": continuation_id,
            "created_at": iso(self.clock.now()),
            "metadata": metadata,
        }
        self.audit.append(event)

    def sweep(self) -> None:
        """What an operator's scheduled sweep does: act on human tasks and runs whose deadline has passed."""
        with self._lock:
            self.settle()
            now = self.clock.now()
            for task in list(self.engine.continuations.values()):
                expires_at = task.request["expires_at"]
                if expires_at is not None and expires_at <= now:
                    self._sweep_task(task, now)
            for run in self.runs.values():
                limit = run.plan.timeout_seconds
                if limit is not None and run.status not in TERMINAL and run.created_at + limit <= now:
                    self.time_out(run)

    def time_out(self, run: Run) -> None:
        """The time of a run is up."""
        self.engine.time_out(run)
        self.record("run.timed_out", "system", run=run)

    def _sweep_task(self, task: Continuation, now: float) -> None:
        continuation_id, run = task.continuation_id, task.run
        if task.human.on_timeout == "escalate":
            if task.escalated_at is None:
                task.escalated_at = now
                self.record("human.escalated", "system", run=run, continuation_id=continuation_id)
        elif task.human.on_timeout == "continue":
            self.engine.resume(task, {"request_id": task.request["request_id"], "decision": "approved"})
            self.record("human.continued", "system", run=run, continuation_id=continuation_id)
        else:
            self.engine.expire(task)
            self.record("human.expired", "system", run=run, continuation_id=continuation_id)
