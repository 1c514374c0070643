"""Mutants of the pinned documents: every one is found, under the right rule, on the right sides, in the right class."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.spec_diff import RULES, compare, document_of

from .pinned import PINNED, at, put, where

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.spec_diff import Document, Report

    from .pinned import Path

METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}
DATA = {"example", "examples", "default", "enum", "const", "discriminator"}


@dataclass(frozen=True)
class Mutation:
    """A change to nodes of one kind, and the rule under which it must be found.

    fits: whether a node can be changed so. back: the rule when the mutant is the older document.
    """

    name: str
    fits: Callable[[Path, Any], bool]
    change: Callable[[Any], Any]
    rule: str
    back: str


def is_schema(path: Path, node: Any) -> bool:
    """Whether a node is a schema that stands for itself: no payload, and none of several variants."""
    if not isinstance(node, dict) or "$ref" in node:
        return False
    for place, step in enumerate(path):
        named = place and path[place - 1] in ("properties", "schemas", "parameters", "responses", "headers")
        if not named and (
            step in DATA or (isinstance(step, str) and step.startswith("x-")) or step in ("oneOf", "anyOf")
        ):
            return False
    return path[-2:-1] in (("properties",), ("schemas",)) or path[-1:] in (("schema",), ("items",))


def typed(name: str) -> Callable[[Path, Any], bool]:
    """Whether a schema has one type and nothing else that limits it."""
    limits = {"enum", "const", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "default", "items"}
    return lambda path, node: is_schema(path, node) and node.get("type") == name and not limits & node.keys()


def with_member(**members: Any) -> Callable[[Any], Any]:
    return lambda node: {**node, **members}


def has_properties(path: Path, node: Any) -> bool:
    return is_schema(path, node) and bool(node.get("properties")) and not {"oneOf", "anyOf", "allOf"} & node.keys()


def has_optional(path: Path, node: Any) -> bool:
    return has_properties(path, node) and next(iter(node["properties"])) not in node.get("required", ())


def has_required(path: Path, node: Any) -> bool:
    return has_properties(path, node) and next(iter(node["properties"])) in node.get("required", ())


def has_enum(path: Path, node: Any) -> bool:
    return is_schema(path, node) and len(node.get("enum", ())) > 1 and all(isinstance(v, str) for v in node["enum"])


def is_operation(path: Path, node: Any) -> bool:
    return len(path) == 3 and path[0] == "paths" and path[2] in METHODS


def is_parameter(path: Path, node: Any) -> bool:
    place = path[-2:-1] == ("parameters",) and path[0] in ("paths", "components")
    return place and isinstance(node, dict) and node.get("in") in ("query", "header") and "schema" in node


def first_gone(node: Any) -> Any:
    first = next(iter(node["properties"]))
    kept = {name: value for name, value in node["properties"].items() if name != first}
    return {**node, "properties": kept, "required": [name for name in node.get("required", []) if name != first]}


def first_required(node: Any) -> Any:
    return {**node, "required": [*node.get("required", []), next(iter(node["properties"]))]}


def first_optional(node: Any) -> Any:
    return {**node, "required": [name for name in node["required"] if name != next(iter(node["properties"]))]}


def with_property(node: Any) -> Any:
    return {**node, "properties": {**node["properties"], "mutant": {"type": "string"}}}


def with_required_property(node: Any) -> Any:
    return {**with_property(node), "required": [*node.get("required", []), "mutant"]}


MUTATIONS = [
    Mutation(
        "optional property", has_properties, with_property, "optional-property-added", "optional-property-removed",
    ),
    Mutation(
        "required property", has_properties, with_required_property, "required-property-added",
        "required-property-removed",
    ),
    Mutation("property gone", has_optional, first_gone, "optional-property-removed", "optional-property-added"),
    Mutation("needed property gone", has_required, first_gone, "required-property-removed", "required-property-added"),
    Mutation("now required", has_optional, first_required, "property-became-required", "property-became-optional"),
    Mutation("now optional", has_required, first_optional, "property-became-optional", "property-became-required"),
    Mutation(
        "enum value", has_enum, lambda node: {**node, "enum": [*node["enum"], "mutant"]}, "enum-value-added",
        "enum-value-removed",
    ),
    Mutation(
        "enum open", has_enum, lambda node: {k: v for k, v in node.items() if k != "enum"}, "enum-opened", "enum-closed"
    ),
    Mutation("text to number", typed("string"), with_member(type="integer"), "type-changed", "type-changed"),
    Mutation("more types", typed("string"), with_member(type=["string", "boolean"]), "type-widened", "type-narrowed"),
    Mutation("null", typed("string"), with_member(type=["string", "null"]), "null-allowed", "null-refused"),
    Mutation("null in 3.0", typed("integer"), with_member(nullable=True), "null-allowed", "null-refused"),
    Mutation("length", typed("string"), with_member(maxLength=3), "length-tightened", "length-loosened"),
    Mutation("pattern", typed("string"), with_member(pattern="^m"), "pattern-added", "pattern-removed"),
    Mutation("format", typed("string"), with_member(format="uuid"), "format-added", "format-removed"),
    Mutation("range", typed("integer"), with_member(exclusiveMaximum=7), "range-tightened", "range-loosened"),
    Mutation("default", typed("boolean"), with_member(default=True), "default-changed", "default-changed"),
    Mutation("deprecation", typed("string"), with_member(deprecated=True), "deprecated", "undeprecated"),
    Mutation("prose", is_schema, with_member(description="A mutant."), "prose-changed", "prose-changed"),
    Mutation("extension", has_properties, with_member(**{"x-mutant": 1}), "extension-changed", "extension-changed"),
    Mutation(
        "operation id", is_operation, with_member(operationId="mutant"), "operation-id-changed", "operation-id-changed"
    ),
    Mutation("deprecated operation", is_operation, with_member(deprecated=True), "deprecated", "undeprecated"),
    Mutation(
        "status", is_operation, lambda node: {**node, "responses": {**node["responses"], "299": {"description": "M."}}},
        "success-added", "success-removed",
    ),
    Mutation(
        "parameter", is_operation,
        lambda node: {**node, "parameters": [*node.get("parameters", []), {
            "name": "mutant", "in": "query", "required": True, "schema": {"type": "string"},
        }]},
        "required-parameter-added", "parameter-removed",
    ),
    Mutation("anonymous", is_operation, with_member(security=[{"mutant": []}]), "security-option-added", ""),
    Mutation(
        "needed parameter", lambda path, node: is_parameter(path, node) and not node.get("required"),
        with_member(required=True), "parameter-became-required", "parameter-became-optional",
    ),
    Mutation(
        "style", lambda path, node: is_parameter(path, node) and node["in"] == "query" and "style" not in node,
        with_member(style="pipeDelimited", explode=True), "parameter-style-changed", "parameter-style-changed",
    ),
]  # fmt: skip


@functools.lru_cache(maxsize=256)
def places(service: str, name: str) -> list[Path]:
    mutation = next(one for one in MUTATIONS if one.name == name)
    return where(service, mutation.fits)


@functools.lru_cache(maxsize=4)
def original(service: str) -> Document:
    return document_of(PINNED[service], "old")


@functools.lru_cache(maxsize=4)
def reach(service: str) -> dict[str, set[str]]:
    """The components by name with the sides on which operations reach them; told by a walk of its own."""
    root = PINNED[service]
    found: dict[str, set[str]] = {}

    def walk(node: Any, side: str) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item, side)
        elif isinstance(node, dict):
            ref = node.get("$ref")
            if isinstance(ref, str) and side not in found.setdefault(ref, set()):
                found[ref].add(side)
                walk(at(root, tuple(step.replace("~1", "/").replace("~0", "~") for step in ref[2:].split("/"))), side)
            for value in node.values():
                walk(value, side)

    for item in root["paths"].values():
        for method, operation in item.items():
            if method in METHODS:
                walk([item.get("parameters"), operation.get("parameters"), operation.get("requestBody")], "request")
                walk(operation.get("responses"), "response")
    return found


def sides(service: str, path: Path) -> set[str]:
    """The sides of the wire that a node is on."""
    if path[0] == "components":
        lone = "request" if path[1] in ("parameters", "requestBodies") else "response"
        return reach(service).get(f"#/components/{path[1]}/{path[2]}") or {lone}
    if is_operation(path, None):
        return {"", "request", "response"}
    return {"response"} if "responses" in path[:5] else {"request"}


def judged(report: Report, rule: str, expected: set[str]) -> bool:
    """Whether the report holds the rule in the class of the table, on the sides expected and on no others."""
    found = [change for change in report.changes if change.rule == rule]
    classes = {"request": RULES[rule].request, "response": RULES[rule].response, "": RULES[rule].request}
    right = all(change.severity == classes[change.side] for change in found)
    where_found: set[str] = {change.side for change in found}
    return bool(found) and right and (where_found == expected or expected > {"", "request"})


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
@settings(deadline=None, max_examples=5, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_mutant_is_found_and_rightly_judged(mutation: Mutation, data: st.DataObject) -> None:
    services = [service for service in PINNED if places(service, mutation.name)]
    service = data.draw(st.sampled_from(services))
    path = data.draw(st.sampled_from(places(service, mutation.name)))
    node = at(PINNED[service], path)
    mutant = document_of(put(PINNED[service], path, mutation.change(node)), "new")

    there, back = compare(original(service), mutant), compare(mutant, original(service))

    expected = sides(service, path)
    if mutation.name == "anonymous":
        assert {change.rule for change in there.changes} & {"security-option-added", "credential-required"}
        return
    assert judged(there, mutation.rule, expected), there.changes
    assert judged(back, mutation.back, expected), back.changes
    # Nothing else is found, so no change is blamed on what stayed as it was.
    assert {change.rule for change in there.changes} == {mutation.rule}
    assert {change.rule for change in back.changes} == {mutation.back}


def test_the_mutations_reach_all_pinned_documents() -> None:
    for service in PINNED:
        assert sum(bool(places(service, mutation.name)) for mutation in MUTATIONS) >= 20, service


@pytest.mark.parametrize("service", PINNED)
def test_an_operation_that_is_taken_out_is_told_by_name(service: str) -> None:
    root = PINNED[service]
    for path in where(service, is_operation)[::9]:
        item = {method: node for method, node in root["paths"][path[1]].items() if method != path[2]}
        mutant = document_of(put(root, path[:2], item), "new")
        (gone,) = [change for change in compare(original(service), mutant).changes if change.severity == "breaking"]
        (come,) = [change for change in compare(mutant, original(service)).changes if change.severity == "additive"]

        assert (gone.rule, come.rule) == ("operation-removed", "operation-added")
        assert gone.where == come.where == f"{str(path[2]).upper()} {path[1]}"


@pytest.mark.parametrize("service", PINNED)
def test_a_pinned_document_beside_itself_has_no_change(service: str) -> None:
    assert compare(original(service), document_of(PINNED[service], "new")).changes == ()
