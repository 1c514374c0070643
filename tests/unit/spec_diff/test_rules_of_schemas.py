"""Each rule about schemas, on both sides of the wire, there and back."""

from __future__ import annotations

from typing import Any

import pytest

from trellis.spec_diff import RULES

from .specimens import changed, requesting, responding

B, R, A, E = "breaking", "risky", "additive", "editorial"
STRING = {"type": "string"}
INTEGER = {"type": "integer"}
OBJECT = {"type": "object", "properties": {"a": STRING}}
CAT = {"title": "Cat", "type": "object", "properties": {"miaow": STRING}}
DOG = {"title": "Dog", "type": "object", "properties": {"bark": STRING}}
BIRD = {"title": "Bird", "type": "object", "properties": {"sing": STRING}}
TOLD = {"propertyName": "kind"}
OPEN = {"oneOf": [CAT, DOG]}

# (old, new), then (rule, class in requests, class in responses) forwards, and backwards.
Case = tuple[Any, Any, tuple[str, str, str], tuple[str, str, str]]
CASES: list[Case] = [
    ({"type": ["string", "integer"]}, STRING, ("type-narrowed", B, A), ("type-widened", A, B)),
    ({"type": "number"}, INTEGER, ("type-narrowed", B, A), ("type-widened", A, B)),
    ({}, STRING, ("type-narrowed", B, A), ("type-widened", A, B)),
    (STRING, False, ("type-narrowed", B, A), ("type-widened", A, B)),
    (STRING, INTEGER, ("type-changed", B, B), ("type-changed", B, B)),
    (STRING, {"type": ["string", "null"]}, ("null-allowed", A, B), ("null-refused", B, A)),
    (CAT, {"anyOf": [CAT, {"type": "null"}]}, ("null-allowed", A, B), ("null-refused", B, A)),
    (OPEN, {"oneOf": [CAT, DOG, {"type": "null"}]}, ("null-allowed", A, B), ("null-refused", B, A)),
    ({"enum": ["a"]}, {"enum": ["a", "b"]}, ("enum-value-added", A, R), ("enum-value-removed", B, A)),
    ({"enum": [1]}, {"enum": [1, True]}, ("enum-value-added", A, R), ("enum-value-removed", B, A)),
    (STRING, {**STRING, "enum": ["a"]}, ("enum-closed", B, A), ("enum-opened", A, R)),
    (STRING, {**STRING, "const": "a"}, ("enum-closed", B, A), ("enum-opened", A, R)),
    ({**STRING, "default": "a"}, {**STRING, "default": "b"}, ("default-changed", R, R), ("default-changed", R, R)),
    ({"default": 0}, {"default": False}, ("default-changed", R, R), ("default-changed", R, R)),
    ({**STRING, "default": None}, STRING, ("default-changed", R, R), ("default-changed", R, R)),
    (STRING, {**STRING, "format": "date"}, ("format-added", B, R), ("format-removed", A, B)),
    (
        {**INTEGER, "format": "int32"}, {**INTEGER, "format": "int64"},
        ("format-widened", A, B), ("format-narrowed", B, A),
    ),
    (
        {**STRING, "format": "date"}, {**STRING, "format": "uuid"},
        ("format-changed", B, B), ("format-changed", B, B),
    ),
    (STRING, {**STRING, "format": "password"}, ("format-hint-changed", E, E), ("format-hint-changed", E, E)),
    (
        OBJECT, {**OBJECT, "properties": {"a": STRING, "b": STRING}, "required": ["b"]},
        ("required-property-added", B, A), ("required-property-removed", B, B),
    ),
    (
        OBJECT, {**OBJECT, "properties": {"a": STRING, "b": STRING}},
        ("optional-property-added", A, A), ("optional-property-removed", B, R),
    ),
    (OBJECT, {**OBJECT, "required": ["a"]}, ("property-became-required", B, A), ("property-became-optional", A, B)),
    (
        {"type": "object"}, {"type": "object", "required": ["a"]},
        ("property-became-required", B, A), ("property-became-optional", A, B),
    ),
    (
        OBJECT, {**OBJECT, "additionalProperties": False},
        ("additional-refused", B, A), ("additional-allowed", A, R),
    ),
    (
        {"type": "object", "additionalProperties": {}}, {"type": "object", "additionalProperties": STRING},
        ("type-narrowed", B, A), ("type-widened", A, B),
    ),
    (
        {"type": "array", "items": STRING}, {"type": "array", "items": {"type": ["string", "integer"]}},
        ("type-widened", A, B), ("type-narrowed", B, A),
    ),
    (
        {"type": "array", "prefixItems": [STRING]}, {"type": "array", "prefixItems": [STRING, STRING]},
        ("tuple-changed", B, B), ("tuple-changed", B, B),
    ),
    (
        {"type": "array", "items": STRING}, {"type": "array", "items": STRING, "uniqueItems": True},
        ("unique-required", B, A), ("unique-not-required", A, R),
    ),
    (INTEGER, {**INTEGER, "minimum": 1}, ("range-tightened", B, A), ("range-loosened", A, R)),
    ({**INTEGER, "maximum": 9}, {**INTEGER, "maximum": 8}, ("range-tightened", B, A), ("range-loosened", A, R)),
    (
        {**INTEGER, "minimum": 1}, {**INTEGER, "exclusiveMinimum": 1},
        ("range-tightened", B, A), ("range-loosened", A, R),
    ),
    ({**STRING, "maxLength": 9}, {**STRING, "maxLength": 8}, ("length-tightened", B, A), ("length-loosened", A, R)),
    (STRING, {**STRING, "minLength": 1}, ("length-tightened", B, A), ("length-loosened", A, R)),
    (
        {"type": "array"}, {"type": "array", "maxItems": 3},
        ("item-count-tightened", B, A), ("item-count-loosened", A, R),
    ),
    (
        {"type": "object"}, {"type": "object", "minProperties": 3},
        ("member-count-tightened", B, A), ("member-count-loosened", A, R),
    ),
    (INTEGER, {**INTEGER, "multipleOf": 5}, ("step-narrowed", B, A), ("step-widened", A, R)),
    (
        {"type": "number", "multipleOf": 0.01}, {"type": "number", "multipleOf": 0.1},
        ("step-narrowed", B, A), ("step-widened", A, R),
    ),
    ({**INTEGER, "multipleOf": 2}, {**INTEGER, "multipleOf": 3}, ("step-changed", B, R), ("step-changed", B, R)),
    (STRING, {**STRING, "pattern": "a"}, ("pattern-added", B, A), ("pattern-removed", A, R)),
    ({**STRING, "pattern": "b"}, {**STRING, "pattern": "a"}, ("pattern-changed", B, R), ("pattern-changed", B, R)),
    (OPEN, {"oneOf": [CAT, DOG, BIRD]}, ("variant-added", A, B), ("variant-removed", B, A)),
    (CAT, {"anyOf": [CAT, DOG]}, ("variant-added", A, B), ("variant-removed", B, A)),
    (STRING, {"oneOf": [STRING, INTEGER]}, ("variant-added", A, B), ("variant-removed", B, A)),
    (OPEN, {"anyOf": [CAT, DOG]}, ("variants-widened", A, B), ("variants-narrowed", B, A)),
    (OBJECT, {**OBJECT, **OPEN}, ("variants-imposed", B, A), ("variants-lifted", A, B)),
    ({}, OPEN, ("variants-imposed", B, A), ("variants-lifted", A, B)),
    (OPEN, {**OPEN, "discriminator": TOLD}, ("discriminator-added", R, A), ("discriminator-removed", A, B)),
    (
        {**OPEN, "discriminator": TOLD}, {**OPEN, "discriminator": {"propertyName": "sort"}},
        ("discriminator-changed", B, B), ("discriminator-changed", B, B),
    ),
    (
        {**OPEN, "discriminator": TOLD}, {**OPEN, "discriminator": {**TOLD, "mapping": {"cat": "Cat"}}},
        ("discriminator-value-added", A, R), ("discriminator-value-removed", B, A),
    ),
    (
        {**OPEN, "discriminator": {**TOLD, "mapping": {"cat": "Dog"}}},
        {**OPEN, "discriminator": {**TOLD, "mapping": {"cat": "Cat"}}},
        ("discriminator-value-changed", B, B), ("discriminator-value-changed", B, B),
    ),
    (STRING, {**STRING, "deprecated": True}, ("deprecated", R, R), ("undeprecated", A, A)),
    (STRING, {**STRING, "x-sunset": "2030-01-01"}, ("sunset-set", R, R), ("sunset-removed", A, A)),
    (
        {**STRING, "x-sunset": "2030-01-01"}, {**STRING, "x-sunset": "2031-01-01"},
        ("sunset-later", A, A), ("sunset-earlier", R, R),
    ),
    (STRING, {**STRING, "description": "Text."}, ("prose-changed", E, E), ("prose-changed", E, E)),
    (STRING, {**STRING, "x-anything": 1}, ("extension-changed", R, R), ("extension-changed", R, R)),
    (STRING, {**STRING, "contentEncoding": "base64"}, ("member-changed", R, R), ("member-changed", R, R)),
    ({"not": STRING}, {"not": INTEGER}, ("member-changed", R, R), ("member-changed", R, R)),
]  # fmt: skip


def label(case: Case) -> str:
    return f"{case[2][0]}, {case[3][0]}"


@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_request_is_judged_by_what_it_may_hold(case: Case) -> None:
    old, new, (there, severity, _), (back, severity_back, _) = case

    assert changed(requesting(old), requesting(new)) == [(there, severity)]
    assert changed(requesting(new), requesting(old)) == [(back, severity_back)]


@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_response_is_judged_by_what_may_come_back(case: Case) -> None:
    old, new, (there, _, severity), (back, _, severity_back) = case

    assert changed(responding(old), responding(new)) == [(there, severity)]
    assert changed(responding(new), responding(old)) == [(back, severity_back)]


@pytest.mark.parametrize("case", CASES, ids=label)
@pytest.mark.parametrize("within", ["property", "items", "allOf", "named", "values"])
def test_the_same_is_found_wherever_the_schema_stands(case: Case, within: str) -> None:
    old, new, (there, severity, _), _ = case

    def wrapped(schema: Any) -> Any:
        if within == "named":
            return requesting({"$ref": "#/components/schemas/S"}, components={"schemas": {"S": schema}})
        return requesting(
            {
                "property": {"type": "object", "properties": {"deep": schema}},
                "items": {"type": "array", "items": {"type": "array", "items": schema}},
                "allOf": {"type": "object", "properties": {"p": {"allOf": [schema, {"description": "P."}]}}},
                "values": {"type": "object", "additionalProperties": schema},
            }[within]
        )

    if within == "values" and new is False:
        there = "additional-refused"
    # The words of a schema that becomes one of several are now that variant's.
    assert [pair for pair in changed(wrapped(old), wrapped(new)) if pair[1] != E or severity == E] == [
        (there, severity)
    ]


def test_every_rule_about_schemas_has_its_case() -> None:
    topics = {"types", "enums", "properties", "arrays", "constraints", "composition", "lifecycle"}
    wanted = {rule.id for rule in RULES.values() if rule.topic in topics} - {"access-changed"}

    assert wanted <= {name for case in CASES for name in (case[2][0], case[3][0])}


@pytest.mark.parametrize(
    ("flag", "asked", "answered"),
    [
        ("readOnly", ("optional-property-removed", B), ("access-changed", E)),
        ("writeOnly", ("access-changed", E), ("optional-property-removed", R)),
    ],
)
def test_a_property_that_is_on_one_side_only_is_judged_there(
    flag: str, asked: tuple[str, str], answered: tuple[str, str]
) -> None:
    marked = {"type": "object", "properties": {"a": {**STRING, flag: True}}}

    assert changed(requesting(OBJECT), requesting(marked)) == [asked]
    assert changed(responding(OBJECT), responding(marked)) == [answered]
