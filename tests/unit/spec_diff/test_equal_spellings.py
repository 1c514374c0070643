"""Two ways of writing one thing are no change, in particular those of OpenAPI 3.0 and 3.1."""

from __future__ import annotations

from typing import Any

import pytest

from .specimens import changed, requesting, responding

CAT: dict[str, Any] = {"type": "object", "properties": {"miaow": {"type": "string"}}}
NAMED = {"$ref": "#/components/schemas/Cat"}

SPELLINGS: list[tuple[Any, Any]] = [
    ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ({"type": "string", "nullable": True}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ({"type": "string", "nullable": False}, {"type": "string"}),
    ({"allOf": [NAMED], "nullable": True}, {"oneOf": [NAMED, {"type": "null"}]}),
    ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
    ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
    ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
    ({"minimum": 0, "exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
    ({"maximum": 1.0, "exclusiveMaximum": True}, {"exclusiveMaximum": 1}),
    ({"const": "a"}, {"enum": ["a"]}),
    ({"type": ["string"]}, {"type": "string"}),
    ({"type": ["string", "null"]}, {"type": ["null", "string"]}),
    ({"type": ["number", "integer"]}, {"type": "number"}),
    ({}, True),
    ({"type": "object", "additionalProperties": {}}, {"type": "object"}),
    ({"type": "object", "additionalProperties": True}, {"type": "object"}),
    ({"type": "array", "items": {}}, {"type": "array"}),
    ({"type": "array", "minItems": 0}, {"type": "array"}),
    (CAT, {"properties": CAT["properties"]}),
    ({"allOf": [CAT]}, CAT),
    ({"anyOf": [CAT]}, {"oneOf": [CAT]}),
    ({"allOf": [CAT, {"required": ["miaow"]}]}, {**CAT, "required": ["miaow"]}),
    ({"allOf": [CAT, {"allOf": [{"minProperties": 1}, {"minProperties": 2}]}]}, {**CAT, "minProperties": 2}),
    ({"allOf": [NAMED]}, NAMED),
    ({"oneOf": [CAT, {"type": "string"}]}, {"oneOf": [{"type": "string"}, CAT]}),
    ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}),
    ({**CAT, "required": ["miaow"]}, {**CAT, "required": ["miaow", "miaow"]}),
    ({"enum": [{"a": 1, "b": 2}]}, {"enum": [{"b": 2, "a": 1}]}),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS, ids=lambda node: str(node)[:60])
def test_another_spelling_is_no_change(one: Any, other: Any) -> None:
    components = {"schemas": {"Cat": CAT}}
    for old, new in ((one, other), (other, one)):
        for place in (requesting, responding):
            assert changed(place(old, components=components), place(new, components=components)) == []


def test_what_is_moved_into_a_component_is_no_change_on_the_wire() -> None:
    inline = requesting({"type": "array", "items": CAT})
    named = requesting({"type": "array", "items": NAMED}, components={"schemas": {"Cat": CAT}})

    assert changed(inline, named) == [("schema-added", "additive")]
    assert changed(named, inline) == [("schema-removed", "risky")]


def test_a_base_that_is_written_out_is_no_change_on_the_wire() -> None:
    base: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}
    components = {"schemas": {"Base": base}}
    derived = {"allOf": [{"$ref": "#/components/schemas/Base"}, CAT]}
    flat = {**base, "properties": {**base["properties"], **CAT["properties"]}}

    assert changed(responding(derived, components=components), responding(flat, components=components)) == []
    assert changed(responding(flat, components=components), responding(derived, components=components)) == []


def test_the_two_versions_of_openapi_may_say_the_same() -> None:
    three = requesting({"type": "string", "nullable": True}, openapi="3.0.3")
    one = requesting({"type": ["string", "null"]}, openapi="3.1.1")

    assert changed(three, one) == [("info-changed", "editorial")]
