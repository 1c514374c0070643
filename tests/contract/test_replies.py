"""Whatever the document allows as an answer decodes, and what was decoded gives the same JSON back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kneo_client._generated.models as models
from trellis.core.runtime.pages import Page

from .document import Document, Operation, kneo
from .payloads import UNLISTED, full, minimal, values, variants

OBJECTS = [name for name, schema in kneo().schemas.items() if schema["type"] == "object"]
OPERATIONS = list(kneo().operations())

ANSWERS = [name for name in OBJECTS if not name.endswith("Request")]


def required_of(name: str) -> list[str]:
    return list(kneo().schemas[name].get("required", ()))


def enums_of(name: str) -> list[str]:
    return [member for member, schema in kneo().schemas[name]["properties"].items() if "enum" in schema]


def types_of(document: Document, schema: dict[str, Any]) -> set[str]:
    node = document.resolve(schema)
    named = node.get("type", [])
    found = {named} if isinstance(named, str) else set(named)
    return found.union(*(types_of(document, choice) for choice in node.get("anyOf", ())))


def normalised(model: type, sent: dict[str, Any]) -> dict[str, Any]:
    """The one thing that is not given back as it came: on a page, null stands for an echo that was not sent."""
    if issubclass(model, Page):
        declared = kneo().schemas[model.__name__]["properties"]
        return {name: value for name, value in sent.items() if value is not None or name not in declared}
    return sent


def samples() -> list[Any]:
    return [
        pytest.param(name, value, id=f"{name}-{label}".replace(" ", "_"))
        for name in OBJECTS
        for label, value in variants(kneo(), kneo().schemas[name])
    ]


@pytest.mark.parametrize(("name", "value"), samples())
def test_a_valid_object_is_kept_whole(name: str, value: dict[str, Any]) -> None:
    assert kneo().violations(kneo().schemas[name], value) == [], "the sample itself must be valid"
    model = getattr(models, name)

    given_back = model.from_dict(json.loads(json.dumps(value))).to_dict()

    assert json.loads(json.dumps(given_back)) == normalised(model, value)


@pytest.mark.parametrize("name", OBJECTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
@given(data=st.data())
def test_any_valid_object_is_kept_whole(name: str, data: st.DataObject) -> None:
    value = data.draw(values(kneo(), kneo().schemas[name]))
    model = getattr(models, name)

    assert kneo().violations(kneo().schemas[name], value) == []
    assert model.from_dict(value).to_dict() == normalised(model, value)


def nulled() -> list[Any]:
    """Lists, and objects that may be empty, that the document does not let be null."""
    document = kneo()
    return [
        pytest.param(name, member, id=f"{name}.{member}")
        for name in ANSWERS
        for member, schema in document.schemas[name]["properties"].items()
        if types_of(document, schema) in ({"array"}, {"object"})
        if document.violations(schema, None) and not document.resolve(schema).get("required")
    ]


@pytest.mark.parametrize(("name", "member"), nulled())
def test_null_where_a_list_or_object_was_promised_is_an_empty_one(name: str, member: str) -> None:
    schema = kneo().schemas[name]
    kind = types_of(kneo(), schema["properties"][member])
    value = {**full(kneo(), schema), member: None}

    decoded = getattr(models, name).from_dict(value)

    assert decoded.to_dict()[member] == ([] if kind == {"array"} else {})


@pytest.mark.parametrize("name", OBJECTS)
def test_an_optional_member_that_is_null_against_the_document_does_not_break_reading(name: str) -> None:
    schema = kneo().schemas[name]
    optional = [member for member in schema["properties"] if member not in required_of(name)]
    value = {**full(kneo(), schema), **dict.fromkeys(optional)}

    decoded = getattr(models, name).from_dict(value).to_dict()

    for member in required_of(name):
        assert decoded[member] == value[member]


@pytest.mark.parametrize("name", [name for name in ANSWERS if enums_of(name)])
def test_a_value_that_no_enum_lists_stays_readable(name: str) -> None:
    unlisted = dict.fromkeys(enums_of(name), UNLISTED)

    decoded = getattr(models, name).from_dict({**full(kneo(), kneo().schemas[name]), **unlisted})

    assert {member: getattr(decoded, member) for member in unlisted} == unlisted
    assert {member: decoded.to_dict()[member] for member in unlisted} == unlisted


@pytest.mark.parametrize(("name", "member"), [(name, member) for name in OBJECTS for member in required_of(name)])
def test_a_required_member_that_is_missing_is_reported_and_not_made_up(name: str, member: str) -> None:
    value = full(kneo(), kneo().schemas[name])
    del value[member]

    with pytest.raises(KeyError, match=member):
        getattr(models, name).from_dict(value)


@pytest.mark.parametrize("op", OPERATIONS, ids=lambda op: op.id)
def test_each_success_names_a_schema_whose_model_the_table_decodes_to(op: Operation) -> None:
    name = op.success_schema()["$ref"].rpartition("/")[2]
    model = getattr(models, name)

    assert model.from_dict(minimal(kneo(), op.success_schema())).to_dict() == minimal(kneo(), op.success_schema())
