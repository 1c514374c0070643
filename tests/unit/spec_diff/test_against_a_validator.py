"""A JSON Schema validator as the judge: what it accepted and now refuses is a narrowing that must have been found."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from .specimens import changed, requesting, responding

SETTINGS = settings(deadline=None, max_examples=250, derandomize=True, suppress_health_check=list(HealthCheck))

# Few words, so that values often lie between what two schemas allow.
TEXTS = st.sampled_from(["", "a", "ab", "abc"])
NUMBERS = st.sampled_from([0, 1, 2, 2.5, 3])
LIMITS = st.sampled_from([0, 1, 2, 3])
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner), max_leaves=4
)


def limited(kind: str | list[str], *names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of a type with some of these limits."""
    return st.fixed_dictionaries({"type": st.just(kind)}, optional=dict.fromkeys(names, LIMITS))


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of objects that describe both members, so that none comes or goes: that is judged by other reasons."""
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.fixed_dictionaries({"a": inner, "b": inner})},
        optional={
            "required": st.lists(st.sampled_from("ab"), unique=True),
            "minProperties": LIMITS,
            "additionalProperties": st.booleans(),
        },
    )


SIMPLE = (
    limited("string", "minLength", "maxLength")
    | limited("integer", "minimum", "exclusiveMaximum")
    | limited("number", "maximum", "exclusiveMinimum")
    | limited(["string", "null"], "maxLength")
    | limited(["string", "integer"], "minLength", "minimum")
    | st.builds(lambda values: {"enum": values}, st.lists(LEAVES, min_size=1, max_size=3, unique_by=repr))
    | st.builds(lambda value: {"const": value}, LEAVES)
    | st.sampled_from([{}, {"type": "boolean"}, {"type": "null"}, {"type": "number"}])
)
SCHEMAS = st.recursive(
    SIMPLE,
    lambda inner: (
        objects(inner)
        | st.fixed_dictionaries({"type": st.just("array"), "items": inner}, optional={"maxItems": LIMITS})
        | st.builds(lambda several: {"anyOf": several}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda several: {"allOf": several}, st.lists(SIMPLE, min_size=1, max_size=2))
    ),
    max_leaves=5,
)


@SETTINGS
@given(old=SCHEMAS, new=SCHEMAS, values=st.lists(VALUES, min_size=10, max_size=30))
def test_a_request_that_is_refused_now_has_a_breaking_change(old: Any, new: Any, values: list[Any]) -> None:
    before, after = (jsonschema_rs.Draft202012Validator(schema) for schema in (old, new))
    refused = [value for value in values if before.is_valid(value) and not after.is_valid(value)]

    found = changed(requesting(old), requesting(new))

    event(f"refused: {bool(refused)}")
    if refused:
        assert "breaking" in {severity for _, severity in found}, refused[0]


@SETTINGS
@given(old=SCHEMAS, new=SCHEMAS, values=st.lists(VALUES, min_size=10, max_size=30))
def test_an_answer_that_was_impossible_before_has_a_change_to_look_at(old: Any, new: Any, values: list[Any]) -> None:
    before, after = (jsonschema_rs.Draft202012Validator(schema) for schema in (old, new))
    unheard_of = [value for value in values if after.is_valid(value) and not before.is_valid(value)]

    found = changed(responding(old), responding(new))

    event(f"unheard of: {bool(unheard_of)}")
    if unheard_of:
        assert {"breaking", "risky"} & {severity for _, severity in found}, unheard_of[0]


@SETTINGS
@given(old=SCHEMAS, new=SCHEMAS, values=st.lists(VALUES, min_size=10, max_size=20))
def test_what_is_told_as_equal_accepts_the_same(old: Any, new: Any, values: list[Any]) -> None:
    if changed(requesting(old), requesting(new)):
        return
    before, after = (jsonschema_rs.Draft202012Validator(schema) for schema in (old, new))

    assert [before.is_valid(value) for value in values] == [after.is_valid(value) for value in values]
