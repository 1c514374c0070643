"""Moves runs along: what is due happens at its own time, in order, whenever somebody looks."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from . import functions
from .failures import bad_input
from .run import TERMINAL, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trellis.emulator.clock import Clock

    from .plan import Human, Step

TICK = 1e-6
"""Two events of a run are never at the same microsecond, so that sorting by time is a total order."""


class Continuation:
    """A run waiting for a person: one human task."""

    __slots__ = ("continuation_id", "created_at", "escalated_at", "human", "request", "run")

    def __init__(self, run: Run, human: Human, request: dict[str, Any], created_at: float) -> None:
        self.continuation_id = f"cont_{uuid.uuid4().hex[:12]}"
        self.run = run
        self.human = human
        self.request = request
        self.created_at = created_at
        self.escalated_at: float | None = None


class RunEngine:
    """The life cycle of runs.

    created -> running -> completed | failed; running -> blocked at a human step -> running when it is resumed;
    failed -> running when it is continued; anything not terminal -> cancelled.
    """

    def __init__(self, clock: Clock, step_seconds: float) -> None:
        self._clock = clock
        self._step_seconds = step_seconds
        self.continuations: dict[str, Continuation] = {}

    def begin(self, run: Run, *, at_once: bool) -> None:
        """Start a run: to its end or first rest within this call, or (`at_once=False`) as time goes by."""
        run.note(run.created_at, "run_created", {"input_chars": len(run.input_text)})
        run.text = run.input_text
        run.due = run.created_at + self._step_seconds
        if at_once:
            self._to_rest(run)

    def settle(self, runs: Iterable[Run]) -> None:
        """Let everything happen that is due by now, in the order it is due."""
        now = self._clock.now()
        moving = [run for run in runs if run.due is not None and run.due <= now]
        while moving:
            run = min(moving, key=lambda candidate: candidate.due or 0.0)
            assert run.due is not None
            self._happen(run, run.due)
            moving = [other for other in moving if other.due is not None and other.due <= now]

    def cancel(self, run: Run) -> bool:
        """Cancel a run; False if it had already ended."""
        if run.status in TERMINAL:
            return False
        self._forget_task(run)
        self._end(run, self._stamp(run), "cancelled", "run_cancelled")
        return True

    def go_on(self, run: Run) -> None:
        """Failure recovery: run the failed step again and go on from there, within this call."""
        if not run.can_continue:
            raise bad_input(f"Run {run.run_id} cannot be continued: it is {run.status}")
        at = self._stamp(run)
        run.status, run.error, run.failed_step = "running", None, None
        run.note(at, "run_continued", {"next_step_index": run.position})
        self._begin_step(run, at + TICK)
        self._to_rest(run)

    def resume(self, task: Continuation, decision: Mapping[str, Any]) -> None:
        """Carry a person's decision into the waiting run, and go on within this call."""
        run, kind = task.run, decision["decision"]
        text = _decided_text(task, decision)
        self._forget_task(run)
        at = self._stamp(run)
        run.status = "running"
        run.note(at, "run_resumed", {"decision": kind, "request_id": task.request["request_id"]}, step_id=_step_id(run))
        if text is None:
            self._fail(run, at + TICK, "human_rejected", "The human task was rejected")
            return
        run.text = text
        self._finish_step(run, at + TICK)
        self._to_rest(run)

    def expire(self, task: Continuation) -> None:
        """A human task's deadline passed and the spec says that the run fails by it."""
        run = task.run
        self._forget_task(run)
        run.error = {"type": "human_task_expired", "message": "Nobody answered the human task in time"}
        self._end(run, self._stamp(run), "expired", "run_expired")

    def time_out(self, run: Run) -> None:
        """The run's own deadline passed."""
        self._forget_task(run)
        run.error = {"type": "run_timed_out", "message": "The run exceeded its deadline"}
        self._end(run, self._stamp(run), "timed_out", "run_timed_out")

    def _to_rest(self, run: Run) -> None:
        """Everything up to the next rest, taking no time at all: how a synchronous call runs."""
        while run.due is not None:
            self._happen(run, self._stamp(run))

    def _happen(self, run: Run, due: float) -> None:
        at = max(due, run.updated_at + TICK)
        if run.status == "created":
            run.status = "running"
            run.note(at, "run_started", {"step_count": len(run.plan.steps)})
            run.save(at + TICK, "run_started", None)
            self._begin_step(run, at + 2 * TICK)
        else:
            self._carry_out(run, at)

    def _begin_step(self, run: Run, at: float) -> None:
        step = run.step
        if step is None:
            run.save(at, "run_completed", None)
            self._end(run, at + TICK, "completed", "run_completed")
            return
        run.attempts[step.id] = run.attempts.get(step.id, 0) + 1
        run.step_began = at
        run.note(at, "step_started", {"kind": step.kind, "attempt": run.attempts[step.id]}, step_id=step.id)
        if step.human is not None:
            self._block(run, step, step.human, at + TICK)
        else:
            run.due = at + (self._step_seconds if step.duration_seconds is None else step.duration_seconds)

    def _block(self, run: Run, step: Step, human: Human, at: float) -> None:
        request = {
            "request_id": f"req_{uuid.uuid4().hex[:12]}",
            "prompt": human.prompt,
            "request_type": human.request_type,
            "options": list(human.options),
            "assignee": human.assignee,
            "on_timeout": human.on_timeout,
            "expires_at": None if human.timeout_seconds is None else at + human.timeout_seconds,
            "step_id": step.id,
        }
        task = Continuation(run, human, request, at)
        self.continuations[task.continuation_id] = task
        run.status, run.due = "blocked", None
        run.continuation_id, run.pending_request = task.continuation_id, request
        run.note(at, "human_requested", {"request_id": request["request_id"]}, step_id=step.id)
        run.save(at + TICK, "human_requested", step.id)

    def _carry_out(self, run: Run, at: float) -> None:
        step = run.step
        assert step is not None  # a run past its last step has ended and has nothing due
        if step.failure is not None and (step.failure.times is None or run.attempts[step.id] <= step.failure.times):
            self._fail(run, at, step.failure.type, step.failure.message)
            return
        try:
            run.text, at = self._output(run, step, at)
        except Exception as failure:  # whatever a function raises fails its run, never the platform
            self._fail(run, at, "function_failed", str(failure))
            return
        self._finish_step(run, at)

    def _output(self, run: Run, step: Step, at: float) -> tuple[str, float]:
        if step.function is not None:
            return functions.FUNCTIONS[step.function](run.text, step.arguments), at
        agent = step.agent
        assert agent is not None  # the spec reader gives each step its function, agent or human
        prompt = functions.render(step.prompt, given=run.input_text, previous=run.text, outputs=run.outputs)
        for tool in agent.tools:
            call = {"tool_name": tool, "arguments": {"query": prompt}}
            run.note(at, "tool_call_started", call, step_id=step.id)
            result = {"tool_name": tool, "result": functions.tool_result(tool, prompt)}
            run.note(at + TICK, "tool_call_completed", result, step_id=step.id, duration_ms=0)
            at += 2 * TICK
        reply = functions.reply(agent, prompt)
        run.used(prompt, reply)
        return reply, at

    def _finish_step(self, run: Run, at: float) -> None:
        step = run.step
        assert step is not None
        run.outputs[step.id] = run.text
        run.visited.append(step.id)
        run.position += 1
        spent = round((at - run.step_began) * 1000, 3)
        run.note(at, "step_completed", {"kind": step.kind}, step_id=step.id, duration_ms=spent)
        run.save(at + TICK, "step_completed", step.id)
        run.due = None
        self._begin_step(run, at + 2 * TICK)

    def _fail(self, run: Run, at: float, kind: str, message: str) -> None:
        step_id = _step_id(run)
        run.error = {"type": kind, "message": message, "step_id": step_id}
        run.failed_step = step_id
        run.note(at, "step_failed", dict(run.error), step_id=step_id)
        run.save(at + TICK, "step_failed", step_id)
        self._end(run, at + 2 * TICK, "failed", "run_failed")

    def _end(self, run: Run, at: float, status: str, event_type: str) -> None:
        run.status, run.due = status, None
        run.note(at, event_type, {"status": status, **({"error": run.error} if run.error else {})})

    def _forget_task(self, run: Run) -> None:
        if run.continuation_id is not None:
            self.continuations.pop(run.continuation_id, None)
        run.continuation_id = run.pending_request = None

    def _stamp(self, run: Run) -> float:
        return max(self._clock.now(), run.updated_at + TICK)


def _step_id(run: Run) -> str | None:
    return run.step.id if run.step is not None else None


def _decided_text(task: Continuation, decision: Mapping[str, Any]) -> str | None:
    """What the run goes on with; None if the person refused."""
    kind, content, option = decision["decision"], decision.get("content"), decision.get("selected_option")
    if decision["request_id"] != task.request["request_id"]:
        raise bad_input(f"request_id {decision['request_id']!r} is not the pending request of this task")
    if kind == "rejected":
        return None
    if kind in ("edited", "provided"):
        if content is None:
            raise bad_input(f"decision {kind!r} needs content")
        return str(content)
    if kind == "selected":
        if option is None or (task.human.options and option not in task.human.options):
            raise bad_input(f"selected_option must be one of: {', '.join(task.human.options) or '(any text)'}")
        return str(option)
    return task.run.text
