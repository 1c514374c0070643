"""Shared components: told once per side, with the operations that they reach, in whatever circles they refer."""

from __future__ import annotations

from typing import Any

from .specimens import Node, api, changed, found, reported

STRING: Node = {"type": "string"}
OK = {"description": "Fine."}


def schema(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def asking(node: Any) -> Node:
    return {"requestBody": {"content": {"application/json": {"schema": node}}}, "responses": {"204": OK}}


def answering(node: Any) -> Node:
    return {"responses": {"200": {**OK, "content": {"application/json": {"schema": node}}}}}


def document(schemas: Node, **operations: Node) -> Node:
    return api(paths={f"/{name}": {"post": node} for name, node in operations.items()}, components={"schemas": schemas})


def test_a_component_is_told_once_for_all_who_use_it() -> None:
    uses = {name: asking({"type": "array", "items": schema("Part")}) for name in ("a", "b", "c")}
    old = document({"Part": {"type": "object"}}, **uses)
    new = document({"Part": {"type": "object", "required": ["id"]}}, **uses)

    (change,) = reported(old, new).changes

    assert (change.where, change.side, change.severity) == ("schema Part.id", "request", "breaking")
    assert change.used_by == ("POST /a", "POST /b", "POST /c")


def test_a_component_on_both_sides_is_told_once_on_each() -> None:
    uses = {"a": {**asking(schema("Part")), **answering(schema("Part"))}}
    new_part = {"type": "object", "required": ["id"]}

    changes = reported(document({"Part": {"type": "object"}}, **uses), document({"Part": new_part}, **uses)).changes

    assert [(change.side, change.severity) for change in changes] == [("request", "breaking"), ("response", "additive")]


def test_a_component_within_a_component_knows_the_operations_too() -> None:
    parts = {"Outer": {"type": "object", "properties": {"inner": schema("Inner")}}, "Inner": STRING}

    (change,) = reported(
        document(parts, a=answering(schema("Outer"))),
        document({**parts, "Inner": {"type": "integer"}}, a=answering(schema("Outer"))),
    ).changes

    assert (change.where, change.used_by) == ("schema Inner", ("POST /a",))


def test_a_component_that_holds_itself_is_compared_once() -> None:
    def tree(**members: Any) -> Node:
        node = {"type": "object", "properties": {"left": schema("Tree"), "right": schema("Tree"), **members}}
        return document({"Tree": node}, a=asking(schema("Tree")))

    assert changed(tree(), tree(value=STRING)) == [("optional-property-added", "additive")]
    assert changed(tree(value=STRING), tree()) == [("optional-property-removed", "breaking")]


def test_circles_of_other_kinds_end() -> None:
    circles: list[Node] = [
        {"A": schema("A")},
        {"A": schema("B"), "B": schema("A")},
        {"A": {"allOf": [schema("A")]}},
        {"A": {"allOf": [schema("B"), {"type": "object"}]}, "B": {"allOf": [schema("A"), {"minProperties": 1}]}},
        {"A": {"oneOf": [schema("A"), schema("B")]}, "B": {"type": "array", "items": schema("A")}},
        {"A": {"type": "object", "additionalProperties": schema("A")}},
        {"A": {"not": schema("A")}},
    ]
    for old in circles:
        for new in circles:
            report = reported(document(old, a=asking(schema("A"))), document(new, a=asking(schema("A"))))
            assert bool(report.changes) == (old != new), (old, new)


def test_a_component_of_another_name_is_compared_and_told_as_renamed() -> None:
    old = document({"Cat": {"type": "object"}}, a=asking(schema("Cat")), b=asking(schema("Cat")))
    new = document({"Pet": {"type": "object", "required": ["id"]}}, a=asking(schema("Pet")), b=asking(schema("Pet")))

    assert changed(old, new) == [("property-became-required", "breaking"), ("schema-renamed", "risky")]
    assert found(old, new, "property-became-required")[0].used_by == ("POST /a", "POST /b")


def test_the_name_alone_changes_nothing_on_the_wire() -> None:
    old = document({"Cat": STRING}, a=asking(schema("Cat")))
    new = document({"Pet": STRING}, a=asking(schema("Pet")))

    assert changed(old, new) == [("schema-renamed", "risky")]


def test_a_variant_of_another_name_is_the_same_variant() -> None:
    cat, dog = ({"type": "object", "properties": {name: STRING}} for name in ("miaow", "bark"))

    old = document({"Cat": cat, "Dog": dog}, a=answering({"oneOf": [schema("Cat"), schema("Dog")]}))
    new = document({"Feline": cat, "Dog": dog}, a=answering({"oneOf": [schema("Dog"), schema("Feline")]}))

    assert changed(old, new) == [("schema-renamed", "risky")]


def test_a_schema_that_no_operation_reaches_counts_as_what_is_sent_to_clients() -> None:
    old, new = document({"Event": STRING}), document({"Event": {"type": ["string", "null"]}})

    (change,) = reported(old, new).changes

    assert (change.rule, change.side, change.severity) == ("null-allowed", "response", "breaking")
    assert change.used_by == ()


def test_shared_parameters_bodies_answers_and_headers_are_told_once() -> None:
    def with_parts(schema: Node, required: bool) -> Node:
        def ref(kind: str) -> Node:
            return {"$ref": f"#/components/{kind}/Part"}

        operation = {
            "parameters": [ref("parameters")],
            "requestBody": ref("requestBodies"),
            "responses": {"200": ref("responses")},
        }
        content = {"application/json": {"schema": schema}}
        return api(
            paths={"/a": {"post": operation}, "/b": {"post": operation}},
            components={
                "parameters": {"Part": {"name": "p", "in": "query", "schema": schema, "required": required}},
                "requestBodies": {"Part": {"content": content, "required": required}},
                "responses": {"Part": {**OK, "content": content, "headers": {"X": ref("headers")}}},
                "headers": {"Part": {"schema": schema, "required": required}},
            },
        )

    changes = reported(with_parts(STRING, False), with_parts({"type": ["string", "integer"]}, True)).changes

    assert sorted((change.where, change.rule, change.severity) for change in changes) == [
        ("body Part", "body-became-required", "breaking"),
        ("body Part", "type-widened", "additive"),
        ("header Part", "header-became-required", "additive"),
        ("header Part", "type-widened", "breaking"),
        ("parameter Part", "parameter-became-required", "breaking"),
        ("parameter Part", "type-widened", "additive"),
        ("response Part", "type-widened", "breaking"),
    ]
    assert {change.used_by for change in changes} == {("POST /a", "POST /b")}


def test_a_reference_that_leads_nowhere_now_is_told() -> None:
    old, new = document({"A": STRING}, a=asking(schema("A"))), document({}, a=asking(schema("A")))

    assert ("malformed", "risky") in changed(old, new)
    assert ("repaired", "risky") in changed(new, old)


def test_references_may_point_anywhere_in_the_document() -> None:
    ref = {"$ref": "#/paths/~1a/post/requestBody/content/application~1json/schema"}
    old, new = (document({}, a=asking(node), b=asking(ref)) for node in (STRING, {"type": "integer"}))

    assert set(changed(old, new)) == {("type-changed", "breaking")}
