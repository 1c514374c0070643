"""A spec once it has been read: the agents, tools, humans and steps that a run works through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

StepKind = Literal["agent", "function", "human"]
OnTimeout = Literal["fail", "continue", "escalate"]


@dataclass(frozen=True, slots=True)
class Agent:
    """A named agent. The offline provider answers from its instructions and the prompt, always the same way."""

    name: str
    provider: str = "dummy"
    model: str = "dummy"
    instructions: str = ""
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Human:
    """What a human step asks, and what happens if nobody answers in time."""

    name: str
    prompt: str = "Approve?"
    request_type: str = "approval"
    options: tuple[str, ...] = ()
    assignee: str | None = None
    timeout_seconds: float | None = None
    on_timeout: OnTimeout = "fail"


@dataclass(frozen=True, slots=True)
class Failure:
    """How a step fails. times: how many attempts fail before one succeeds; None for every attempt."""

    message: str = "The step failed"
    type: str = "step_failed"
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sequential workflow."""

    id: str
    kind: StepKind
    agent: Agent | None = None
    function: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    human: Human | None = None
    prompt: str = ""
    failure: Failure | None = None
    duration_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A valid spec, ready to run. `workflow_kind` is None where an agent runs alone."""

    name: str
    agent: Agent
    steps: tuple[Step, ...]
    workflow_name: str | None
    workflow_kind: str | None
    timeout_seconds: float | None = None
    tools: tuple[str, ...] = ()

    def only_agent(self) -> Plan:
        """The plan of a run whose target is the agent instead of the workflow."""
        step = Step(id=self.agent.name, kind="agent", agent=self.agent, prompt="{input}")
        return Plan(self.name, self.agent, (step,), None, None, self.timeout_seconds, self.tools)
