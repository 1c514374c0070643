"""Skills, and specs/validate, compile, explain, graph and policy-report: what can be said without running anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import spec_format, spec_reports
from .failures import policy_blocked, spec_invalid
from .handlers import Context, Register, shown
from .spec_source import load_spec

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .plan import Plan
    from .spec_format import Diagnostic

specs = Register()


def _compiled(context: Context, body: dict[str, Any]) -> tuple[Plan, list[Diagnostic]]:
    """The plan of a request's spec; 400 with the diagnostics if it has errors."""
    plan, diagnostics = spec_format.read_spec(load_spec(body, context.settings))
    if plan is None:
        raise spec_invalid(diagnostics)
    return plan, diagnostics


@specs("validate_spec")
def validate_spec(context: Context) -> Answer:
    """Say what is wrong with a spec. An invalid one is answered with 200; before 0.9.0, 400 if it came by path."""
    body = context.body()
    plan, diagnostics = spec_format.read_spec(load_spec(body, context.settings))
    if plan is None and body["spec_path"] is not None and not context.since("0.9.0"):
        raise spec_invalid(diagnostics)
    return shown({"valid": plan is not None, "diagnostics": diagnostics})


@specs("compile_spec")
def compile_spec(context: Context) -> Answer:
    """Compile a spec. `strict` is accepted and changes nothing: what it does to warnings is not known."""
    body = context.body()
    plan, diagnostics = _compiled(context, body)
    policy = context.state.policies.get(body["environment"] or "")
    found = spec_reports.findings(plan, diagnostics, policy or {})
    if found and context.since("0.9.0"):
        raise policy_blocked(body["environment"], found)
    return shown({"ok": True, "summary": spec_reports.compiled_summary(plan), "diagnostics": diagnostics})


@specs("explain_spec")
def explain_spec(context: Context) -> Answer:
    """Describe a spec."""
    plan, _ = _compiled(context, context.body())
    return shown({"summary": spec_reports.explained(plan)})


@specs("graph_spec")
def graph_spec(context: Context) -> Answer:
    """Draw a spec's workflow."""
    plan, _ = _compiled(context, context.body())
    return shown(spec_reports.graph(plan))


@specs("list_skills")
def list_skills(context: Context) -> Answer:
    """A page of the skills that the platform was configured with."""
    items = [{"name": skill.name, "description": skill.description} for skill in context.settings.skills]
    return shown(context.page("skills", items, context.query()))


@specs("policy_report_spec")
def policy_report_spec(context: Context) -> Answer:
    """How a spec stands against the policy of an environment."""
    body = context.body()
    plan, diagnostics = _compiled(context, body)
    environment = body["environment"]
    policy = context.state.policies.get(environment or "")
    context.state.record("spec.policy_reported", context.caller.name, source="spec", environment=environment)
    return shown({"valid": True, "report": spec_reports.policy_report(plan, diagnostics, environment, policy)})
