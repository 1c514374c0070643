"""What the platform says about a spec without running it: compiled summary, explanation, policy report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .plan import Plan, Step
    from .spec_format import Diagnostic


def compiled_summary(plan: Plan) -> dict[str, Any]:
    """What a compiled spec amounts to, for the answer of compile."""
    return {
        "name": plan.name,
        "agent": {"name": plan.agent.name, "provider": plan.agent.provider, "model": plan.agent.model},
        "workflow_name": plan.workflow_name,
        "workflow_kind": plan.workflow_kind,
        "step_count": len(plan.steps),
        "steps": [{"id": step.id, "kind": step.kind} for step in plan.steps],
        "tools": list(plan.tools),
    }


def explained(plan: Plan) -> dict[str, Any]:
    """The same for people: one sentence per step."""
    lines = [f"{number}. {_sentence(step)}" for number, step in enumerate(plan.steps, 1)]
    kind = f"a {plan.workflow_kind} workflow" if plan.workflow_kind else "a single agent"
    return {
        **compiled_summary(plan),
        "text": "\n".join([f"{plan.name} is {kind} of {len(lines)} step(s).", *lines]),
        "human_steps": [step.id for step in plan.steps if step.kind == "human"],
    }


def policy_report(
    plan: Plan, diagnostics: Sequence[Diagnostic], environment: str | None, policy: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What an environment's policy has to say about a spec."""
    found = findings(plan, diagnostics, policy or {})
    return {
        "environment": environment,
        "policy": dict(policy) if policy is not None else None,
        "blocking": bool(found),
        "findings": found,
        "diagnostics": list(diagnostics),
        "human_steps": [step.id for step in plan.steps if step.kind == "human"],
        "tools": list(plan.tools),
    }


def _sentence(step: Step) -> str:
    if step.human is not None:
        return f"{step.id}: wait for {step.human.assignee or step.human.name} ({step.human.prompt})"
    if step.agent is not None:
        tools = f" with {', '.join(step.agent.tools)}" if step.agent.tools else ""
        return f"{step.id}: ask agent {step.agent.name}{tools}"
    return f"{step.id}: call function {step.function}"


def graph(plan: Plan) -> dict[str, Any]:
    """A workflow as nodes and edges; an agent alone is one node. The names of their members are this emulator's own."""
    return {
        "workflow_name": plan.workflow_name,
        "workflow_kind": plan.workflow_kind,
        "start": plan.steps[0].id,
        "max_steps": None,
        "nodes": [{"id": step.id, "kind": step.kind, "label": _sentence(step)} for step in plan.steps],
        "edges": [
            {"source": before.id, "target": after.id} for before, after in zip(plan.steps, plan.steps[1:], strict=False)
        ],
    }


def findings(plan: Plan, diagnostics: Sequence[Diagnostic], policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a policy holds against a spec; nothing if it is not enabled."""
    if not policy.get("enabled", False):
        return []
    codes = {diagnostic["code"] for diagnostic in diagnostics}
    warnings = [diagnostic for diagnostic in diagnostics if diagnostic["severity"] == "warning"]
    has_human = any(step.kind == "human" for step in plan.steps)
    unrestricted = "W_TOOL_PERMISSIONS" in codes
    rules = (
        ("fail_on_warnings", bool(warnings), f"the spec has {len(warnings)} warning(s)"),
        ("require_human_review", not has_human, "no step asks a human"),
        ("require_tool_permissions", unrestricted, "a tool lists no permissions"),
        ("deny_unrestricted_tools", unrestricted, "a tool is unrestricted"),
        ("require_guardrails", True, "the spec defines no guardrails"),
    )
    found = [{"rule": rule, "message": message} for rule, broken, message in rules if policy.get(rule) and broken]
    for code in policy.get("blocked_diagnostic_codes", ()):
        if code in codes:
            found.append({"rule": "blocked_diagnostic_codes", "message": f"the spec has the diagnostic {code}"})
    return found
