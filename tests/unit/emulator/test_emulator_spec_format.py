"""The spec reader: example specs are valid, and each mistake gets its own diagnostic in the right place."""

from __future__ import annotations

import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from trellis.emulator.kneo.settings import EXAMPLES
from trellis.emulator.kneo.spec_format import read_spec

GOOD = {
    "version": "v1",
    "name": "review",
    "agent": {"name": "main", "provider": "dummy", "instructions": "Do it.", "tools": ["search"]},
    "components": {
        "tools": {"search": {"permissions": ["read"]}},
        "agents": {"editor": {"provider": "dummy", "instructions": "Edit."}},
        "humans": {"lead": {"prompt": "Good?", "options": ["yes", "no"]}},
    },
    "workflow": {
        "name": "flow",
        "kind": "sequential",
        "steps": [
            {"id": "draft", "kind": "agent"},
            {"id": "edit", "kind": "agent", "agent": "editor"},
            {"id": "shout", "kind": "function", "function": "uppercase"},
            {"id": "ask", "kind": "human", "human": "lead"},
        ],
    },
}


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_examples_have_nothing_to_complain_about(file) -> None:
    plan, diagnostics = read_spec(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert diagnostics == []
    assert plan is not None
    assert plan.steps


def test_a_good_spec_becomes_a_plan() -> None:
    plan, diagnostics = read_spec(GOOD)
    assert diagnostics == []
    assert plan is not None
    assert [(step.id, step.kind) for step in plan.steps] == [
        ("draft", "agent"),
        ("edit", "agent"),
        ("shout", "function"),
        ("ask", "human"),
    ]
    assert plan.steps[0].agent is plan.agent
    assert plan.steps[1].agent.name == "editor"
    assert plan.steps[3].human.options == ("yes", "no")
    assert (plan.workflow_name, plan.workflow_kind, plan.tools) == ("flow", "sequential", ("search",))


MISTAKES = [
    ("version", None, "E_VERSION", "version"),
    ("version", "v2", "E_VERSION", "version"),
    ("name", 7, "E_TYPE", "name"),
    ("extra", 1, "E_UNKNOWN_FIELD", "extra"),
    ("agent", None, "E_AGENT_MISSING", "agent"),
    ("agent", "main", "E_TYPE", "agent"),
    ("agent.provider", None, "E_PROVIDER", "agent.provider"),
    ("agent.provider", "openai", "E_PROVIDER", "agent.provider"),
    ("agent.tools", ["serch"], "E_TOOL_REF", "agent.tools[0]"),
    ("agent.tools", "search", "E_TYPE", "agent.tools"),
    ("components.tools.search", 1, "E_TYPE", "components.tools.search"),
    ("components.humans.lead.on_timeout", "shrug", "E_ON_TIMEOUT", "components.humans.lead.on_timeout"),
    ("components.humans.lead.timeout_seconds", -1, "E_TYPE", "components.humans.lead.timeout_seconds"),
    ("workflow.kind", None, "E_WORKFLOW_KIND", "workflow.kind"),
    ("workflow.kind", "sequentiel", "E_WORKFLOW_KIND", "workflow.kind"),
    ("workflow.kind", "graph", "E_WORKFLOW_KIND", "workflow.kind"),
    ("workflow.steps", [], "E_STEPS", "workflow.steps"),
    ("workflow.steps.0", "draft", "E_TYPE", "workflow.steps[0]"),
    ("workflow.steps.0.id", None, "E_STEP_ID", "workflow.steps[0].id"),
    ("workflow.steps.1.id", "draft", "E_STEP_DUPLICATE", "workflow.steps[1].id"),
    ("workflow.steps.0.kind", "agnet", "E_STEP_KIND", "workflow.steps[0].kind"),
    ("workflow.steps.0.human", "lead", "E_STEP_KIND", "workflow.steps[0].human"),
    ("workflow.steps.1.agent", "edtor", "E_AGENT_REF", "workflow.steps[1].agent"),
    ("workflow.steps.2.function", "upercase", "E_FUNCTION_REF", "workflow.steps[2].function"),
    ("workflow.steps.2.function", None, "E_FUNCTION_REF", "workflow.steps[2].function"),
    ("workflow.steps.3.human", "led", "E_HUMAN_REF", "workflow.steps[3].human"),
    ("workflow.steps.2.fail", "often", "E_TYPE", "workflow.steps[2].fail"),
    ("workflow.steps.2.fail", 0, "E_TYPE", "workflow.steps[2].fail.times"),
    ("workflow.steps.2.fail", {"when": 1}, "E_UNKNOWN_FIELD", "workflow.steps[2].fail.when"),
    ("workflow.steps.2.duration_seconds", "long", "E_TYPE", "workflow.steps[2].duration_seconds"),
]


@pytest.mark.parametrize(("place", "value", "code", "path"), MISTAKES)
def test_a_mistake_is_named_where_it_is(place, value, code, path) -> None:
    plan, diagnostics = read_spec(_changed(GOOD, place, value))
    assert plan is None
    errors = [(d["code"], d["path"]) for d in diagnostics if d["severity"] == "error"]
    assert (code, path) in errors
    assert all(set(d) == {"severity", "code", "message", "path", "suggestion"} for d in diagnostics)


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ("agent.instructions", None, "W_INSTRUCTIONS"),
        ("components.tools.search.permissions", [], "W_TOOL_PERMISSIONS"),
        ("agent.tools", [], "W_UNUSED"),
        ("components.humans.spare", {}, "W_UNUSED"),
    ],
)
def test_a_doubt_is_a_warning_and_the_spec_stays_valid(place, value, code) -> None:
    plan, diagnostics = read_spec(_changed(GOOD, place, value))
    assert plan is not None
    assert [(d["severity"], d["code"]) for d in diagnostics] == [("warning", code)]


def test_a_misspelt_name_gets_a_suggestion() -> None:
    _, diagnostics = read_spec(_changed(GOOD, "workflow.steps.1.agent", "edtor"))
    assert diagnostics[0]["suggestion"] == "Did you mean 'editor'?"


def test_all_mistakes_are_reported_at_once() -> None:
    spec = _changed(_changed(GOOD, "agent.provider", "openai"), "workflow.steps.2.function", "upercase")
    _, diagnostics = read_spec(spec)
    assert {d["code"] for d in diagnostics} == {"E_PROVIDER", "E_FUNCTION_REF"}


_LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_PLACES = [
    "version", "name", "agent", "agent.name", "agent.provider", "agent.tools", "components", "components.tools",
    "components.agents", "components.agents.editor", "components.humans", "components.humans.lead",
    "components.humans.lead.options", "components.humans.lead.on_timeout", "workflow", "workflow.kind",
    "workflow.timeout_seconds", "workflow.steps", "workflow.steps.0", "workflow.steps.0.id", "workflow.steps.0.kind",
    "workflow.steps.0.prompt", "workflow.steps.1.agent", "workflow.steps.2.function", "workflow.steps.2.with",
    "workflow.steps.2.fail", "workflow.steps.3.human",
]  # fmt: skip


@given(place=st.sampled_from(_PLACES), value=_JSON)
def test_no_document_breaks_the_reader(place, value) -> None:
    plan, diagnostics = read_spec(_changed(GOOD, place, value))
    has_errors = any(d["severity"] == "error" for d in diagnostics)
    assert (plan is None) == has_errors


def _changed(spec: dict, place: str, value: object) -> dict:
    """A copy of the spec with one member set, or removed where the value is None."""
    changed = copy.deepcopy(spec)
    owner = changed
    *way, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for part in way:
        owner = owner[part]
    if value is None and isinstance(owner, dict):
        owner.pop(last, None)
    else:
        owner[last] = value
    return changed
