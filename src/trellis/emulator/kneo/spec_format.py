"""The spec format that the emulated platform runs: reads a document, and says precisely what is wrong with one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, cast

from .functions import FUNCTIONS
from .plan import Agent, Failure, Human, OnTimeout, Plan, Step, StepKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Diagnostic = dict[str, Any]

VERSION = "v1"
PROVIDERS = ("dummy",)
WORKFLOW_KINDS = ("sequential", "graph", "concurrent", "handoff", "group_chat")
STEP_KINDS = ("agent", "function", "human")
STEP_FAILED = Failure()
ON_TIMEOUT = ("fail", "continue", "escalate")

_ROOT = ("version", "name", "description", "agent", "workflow", "components")
_AGENT = ("name", "provider", "model", "instructions", "tools", "description")
_WORKFLOW = ("name", "kind", "description", "steps", "timeout_seconds")
_COMPONENTS = ("agents", "humans", "tools")
_HUMAN = ("prompt", "request_type", "options", "assignee", "timeout_seconds", "on_timeout", "description")
_TOOL = ("description", "permissions")
_STEP = ("id", "kind", "agent", "function", "human", "prompt", "with", "fail", "duration_seconds", "description")
_FAIL = ("message", "type", "times")


def read_spec(document: Mapping[str, Any]) -> tuple[Plan | None, list[Diagnostic]]:
    """Read a spec. The plan is None if any diagnostic is an error; warnings leave it whole."""
    reader = _Reader(document)
    plan = reader.read()
    if any(diagnostic["severity"] == "error" for diagnostic in reader.diagnostics):
        return None, reader.diagnostics
    return plan, reader.diagnostics


class _Reader:
    """Reads one document from top to bottom, gathering diagnostics instead of stopping at the first."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.diagnostics: list[Diagnostic] = []
        self.tools: set[str] = set()
        self.used_tools: set[str] = set()
        self.agents: dict[str, Agent] = {}
        self.humans: dict[str, Human] = {}
        self.used_humans: set[str] = set()

    def error(self, code: str, message: str, path: str, suggestion: str | None = None) -> None:
        self._note("error", code, message, path, suggestion)

    def warning(self, code: str, message: str, path: str, suggestion: str | None = None) -> None:
        self._note("warning", code, message, path, suggestion)

    def _note(self, severity: str, code: str, message: str, path: str, suggestion: str | None) -> None:
        note = {"severity": severity, "code": code, "message": message, "path": path, "suggestion": suggestion}
        self.diagnostics.append(note)

    def read(self) -> Plan | None:
        document = self.document
        self.known_members(document, _ROOT, "")
        version = document.get("version")
        if version != VERSION:
            said = "is missing" if version is None else f"{version!r} is not supported"
            self.error("E_VERSION", f"version {said}", "version", f"Write version: {VERSION}")
        name = self.text(document, "name", "", default="unnamed")
        self.read_components(self.mapping(document, "components", ""))
        if "agent" not in document:
            self.error("E_AGENT_MISSING", "a spec needs an agent", "agent", "Add agent: with a name and a provider")
            return None
        agent = self.read_agent(self.mapping(document, "agent", ""), "agent", fallback_name=name)
        self.agents.setdefault(agent.name, agent)
        if "workflow" not in document:
            plan: Plan | None = Plan(name, agent, (), None, None, None, tuple(sorted(self.tools))).only_agent()
        else:
            plan = self.read_workflow(self.mapping(document, "workflow", ""), name, agent)
        self.unused()
        return plan

    def read_components(self, components: Mapping[str, Any]) -> None:
        self.known_members(components, _COMPONENTS, "components")
        for name, tool in self.named(components, "tools", "components"):
            self.known_members(tool, _TOOL, f"components.tools.{name}")
            self.tools.add(name)
            if not tool.get("permissions"):
                path = f"components.tools.{name}"
                self.warning("W_TOOL_PERMISSIONS", f"tool {name!r} is unrestricted", path, "List its permissions")
        for name, agent in self.named(components, "agents", "components"):
            self.agents[name] = self.read_agent(agent, f"components.agents.{name}", fallback_name=name)
        for name, human in self.named(components, "humans", "components"):
            self.humans[name] = self.read_human(human, name, f"components.humans.{name}")

    def read_agent(self, agent: Mapping[str, Any], path: str, *, fallback_name: str) -> Agent:
        self.known_members(agent, _AGENT, path)
        provider = self.text(agent, "provider", path, default=None)
        if provider is None:
            self.error("E_PROVIDER", "the agent names no provider", f"{path}.provider", "Write provider: dummy")
        elif provider not in PROVIDERS:
            message = f"provider {provider!r} is not available offline"
            self.error("E_PROVIDER", message, f"{path}.provider", "Write provider: dummy")
        if not agent.get("instructions"):
            self.warning("W_INSTRUCTIONS", "the agent has no instructions", path, "Say what the agent is to do")
        tools = self.texts(agent, "tools", path)
        for index, tool in enumerate(tools):
            self.used_tools.add(tool)
            if tool not in self.tools:
                where = f"{path}.tools[{index}]"
                message = f"tool {tool!r} is not defined"
                self.error("E_TOOL_REF", message, where, closest(tool, self.tools, "Define it under components.tools"))
        return Agent(
            name=self.text(agent, "name", path, default=None) or fallback_name,
            provider=provider or "dummy",
            model=self.text(agent, "model", path, default="dummy"),
            instructions=self.text(agent, "instructions", path, default=""),
            tools=tuple(tools),
        )

    def read_human(self, human: Mapping[str, Any], name: str, path: str) -> Human:
        self.known_members(human, _HUMAN, path)
        on_timeout = self.text(human, "on_timeout", path, default="fail")
        self.one_of(on_timeout, ON_TIMEOUT, "E_ON_TIMEOUT", f"{path}.on_timeout")
        return Human(
            name=name,
            prompt=self.text(human, "prompt", path, default="Approve?"),
            request_type=self.text(human, "request_type", path, default="approval"),
            options=tuple(self.texts(human, "options", path)),
            assignee=self.text(human, "assignee", path, default=None),
            timeout_seconds=self.seconds(human, "timeout_seconds", path),
            on_timeout=cast("OnTimeout", on_timeout),
        )

    def read_workflow(self, workflow: Mapping[str, Any], name: str, agent: Agent) -> Plan | None:
        self.known_members(workflow, _WORKFLOW, "workflow")
        kind = self.text(workflow, "kind", "workflow", default=None)
        if kind is None:
            self.error("E_WORKFLOW_KIND", "the workflow has no kind", "workflow.kind", "Write kind: sequential")
        elif self.one_of(kind, WORKFLOW_KINDS, "E_WORKFLOW_KIND", "workflow.kind") and kind != "sequential":
            message = f"a {kind} workflow does not run offline"
            self.error("E_WORKFLOW_KIND", message, "workflow.kind", "Write kind: sequential")
        listed = workflow.get("steps")
        if not isinstance(listed, list) or not listed:
            self.error("E_STEPS", "the workflow has no list of steps", "workflow.steps", "Add at least one step")
            return None
        steps: list[Step] = []
        for index, entry in enumerate(listed):
            path = f"workflow.steps[{index}]"
            if not isinstance(entry, dict):
                self.error("E_TYPE", "a step is a mapping", path)
                continue
            step = self.read_step(entry, path, agent)
            if any(step.id == earlier.id for earlier in steps):
                self.error(
                    "E_STEP_DUPLICATE", f"two steps are called {step.id!r}", f"{path}.id", "Give each its own id"
                )
            steps.append(step)
        return Plan(
            name=name,
            agent=agent,
            steps=tuple(steps),
            workflow_name=self.text(workflow, "name", "workflow", default=name),
            workflow_kind=kind,
            timeout_seconds=self.seconds(workflow, "timeout_seconds", "workflow"),
            tools=tuple(sorted(self.tools)),
        )

    def read_step(self, step: Mapping[str, Any], path: str, main: Agent) -> Step:
        self.known_members(step, _STEP, path)
        step_id = self.text(step, "id", path, default=None)
        if not step_id:
            self.error("E_STEP_ID", "a step needs an id", f"{path}.id")
        kind = self.text(step, "kind", path, default=None) or ""
        self.one_of(kind, STEP_KINDS, "E_STEP_KIND", f"{path}.kind")
        for other in STEP_KINDS:
            if other != kind and kind in STEP_KINDS and other in step:
                self.error("E_STEP_KIND", f"a {kind} step has no member {other!r}", f"{path}.{other}", "Remove it")
        return Step(
            id=step_id or path,
            kind=cast("StepKind", kind),
            agent=self.step_agent(step, path, main) if kind == "agent" else None,
            function=self.step_function(step, path) if kind == "function" else None,
            arguments=dict(self.mapping(step, "with", path)),
            human=self.step_human(step, path) if kind == "human" else None,
            prompt=self.text(step, "prompt", path, default="{previous}"),
            failure=self.step_failure(step, path),
            duration_seconds=self.seconds(step, "duration_seconds", path),
        )

    def step_agent(self, step: Mapping[str, Any], path: str, main: Agent) -> Agent:
        name = self.text(step, "agent", path, default=None)
        if name is None or name == main.name:
            return main
        if name not in self.agents:
            hint = closest(name, self.agents, "Define it under components.agents")
            self.error("E_AGENT_REF", f"agent {name!r} is not defined", f"{path}.agent", hint)
        return self.agents.get(name, main)

    def step_function(self, step: Mapping[str, Any], path: str) -> str | None:
        name: str | None = self.text(step, "function", path, default=None)
        if name not in FUNCTIONS:
            said = "a function step names its function" if name is None else f"there is no function {name!r}"
            hint = closest(name or "", FUNCTIONS, f"Use one of: {', '.join(FUNCTIONS)}")
            self.error("E_FUNCTION_REF", said, f"{path}.function", hint)
        return name

    def step_human(self, step: Mapping[str, Any], path: str) -> Human | None:
        name = self.text(step, "human", path, default=None)
        if name is None or name not in self.humans:
            said = "a human step names its human" if name is None else f"human {name!r} is not defined"
            hint = closest(name or "", self.humans, "Define it under components.humans")
            self.error("E_HUMAN_REF", said, f"{path}.human", hint)
            return None
        self.used_humans.add(name)
        return self.humans[name]

    def step_failure(self, step: Mapping[str, Any], path: str) -> Failure | None:
        """`fail: true` fails every attempt, `fail: 2` the first two, a mapping also says how."""
        given = step.get("fail", False)
        if given is False:
            return None
        if given is True:
            return STEP_FAILED
        if isinstance(given, int):
            given = {"times": given}
        if not isinstance(given, dict):
            self.error("E_TYPE", "fail is true, a number of attempts, or a mapping", f"{path}.fail")
            return None
        self.known_members(given, _FAIL, f"{path}.fail")
        times = given.get("times")
        if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
            self.error("E_TYPE", "times is a whole number from 1 on", f"{path}.fail.times")
            times = None
        return Failure(
            message=self.text(given, "message", f"{path}.fail", default=STEP_FAILED.message),
            type=self.text(given, "type", f"{path}.fail", default=STEP_FAILED.type),
            times=times,
        )

    def unused(self) -> None:
        for name in sorted(self.tools - self.used_tools):
            self.warning("W_UNUSED", f"no agent uses tool {name!r}", f"components.tools.{name}", "Remove it")
        for name in sorted(self.humans.keys() - self.used_humans):
            self.warning("W_UNUSED", f"no step asks human {name!r}", f"components.humans.{name}", "Remove it")

    def known_members(self, mapping: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
        for name in mapping:
            if name not in known:
                where = f"{path}.{name}" if path else str(name)
                hint = closest(str(name), known, f"Known here: {', '.join(known)}")
                self.error("E_UNKNOWN_FIELD", f"there is no field {name!r} here", where, hint)

    def mapping(self, owner: Mapping[str, Any], name: str, path: str) -> Mapping[str, Any]:
        value = owner.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.error("E_TYPE", f"{name} is a mapping", f"{path}.{name}" if path else name)
            return {}
        return value

    def named(self, owner: Mapping[str, Any], name: str, path: str) -> list[tuple[str, Mapping[str, Any]]]:
        found: list[tuple[str, Mapping[str, Any]]] = []
        for key, value in self.mapping(owner, name, path).items():
            if value is None or isinstance(value, dict):
                found.append((str(key), value or {}))
            else:
                self.error("E_TYPE", f"{key} is a mapping", f"{path}.{name}.{key}")
        return found

    def text(self, owner: Mapping[str, Any], name: str, path: str, *, default: Any) -> Any:
        value = owner.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            self.error("E_TYPE", f"{name} is text", f"{path}.{name}" if path else name)
            return default
        return value

    def texts(self, owner: Mapping[str, Any], name: str, path: str) -> list[str]:
        value = owner.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.error("E_TYPE", f"{name} is a list of texts", f"{path}.{name}")
            return []
        return value

    def seconds(self, owner: Mapping[str, Any], name: str, path: str) -> float | None:
        value = owner.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            self.error("E_TYPE", f"{name} is a number of seconds, not negative", f"{path}.{name}")
            return None
        return float(value)

    def one_of(self, value: str, allowed: Collection[str], code: str, path: str) -> bool:
        if value in allowed:
            return True
        self.error(code, f"{value!r} is not one of {', '.join(allowed)}", path, closest(value, allowed, None))
        return False


def closest(name: str, known: Collection[str], otherwise: str | None) -> str | None:
    """A suggestion for a misspelt name, or `otherwise`."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"Did you mean {near[0]!r}?" if near else otherwise
