"""Convox's models have the members that they are known to have, and whatever the document allows goes through them."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convox.models

from ..document import convox as document
from ..payloads import NEWER, full, minimal, values
from .models import MISSED, PUBLISHED, lost

NAMES = [*document().schemas]
KNOWN = [
    pytest.param(model, name, *row, id=f"{model}.{name}")
    for table in (PUBLISHED, MISSED)
    for model, members in table.items()
    for name, row in members.items()
]
MEMBERS = [(name, member) for name in NAMES for member in document().schemas[name]["properties"]]


def model_of(name: str) -> Any:
    return getattr(convox.models, name)


def test_the_public_models_are_the_schemas_of_the_document() -> None:
    assert sorted(convox.models.__all__) == sorted(NAMES)
    assert len(PUBLISHED) == 24
    assert sum(map(len, PUBLISHED.values())) == 127


@pytest.mark.parametrize(("model", "name", "wire", "kind", "default"), KNOWN)
def test_a_known_member_has_its_name_type_and_default(
    model: str, name: str, wire: str, kind: str, default: object
) -> None:
    cls = model_of(model)
    made = getattr(cls(), name)

    assert cls.__annotations__[name] == kind
    assert (made, type(made)) == (default, type(default))
    assert cls._attribute_of[wire] == name


@pytest.mark.parametrize("model", PUBLISHED)
def test_a_published_model_has_the_published_members_the_missed_ones_and_no_others(model: str) -> None:
    known = {**PUBLISHED[model], **MISSED.get(model, {})}
    parameters = inspect.signature(model_of(model)).parameters

    assert parameters.keys() - {"additional_properties", "aliases"} == known.keys()
    assert {parameter.kind.name for parameter in parameters.values()} == {"KEYWORD_ONLY", "VAR_KEYWORD"}
    assert set(model_of(model)._attribute_of.values()) == known.keys()


@pytest.mark.parametrize("name", NAMES)
def test_every_member_of_a_schema_is_one_of_its_model(name: str) -> None:
    assert model_of(name)._attribute_of.keys() == document().schemas[name]["properties"].keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_full_and_a_minimal_value_go_through(name: str) -> None:
    schema = document().schemas[name]
    for value in (full(document(), schema), minimal(document(), schema), {**full(document(), schema), **NEWER}):
        written = model_of(name).from_dict(value).to_dict()
        assert lost(value, written) == []
        assert document().violations(schema, written) == []


@pytest.mark.parametrize("name", NAMES)
def test_any_value_that_the_document_allows_goes_through(name: str) -> None:
    schema = document().schemas[name]
    model = model_of(name)

    @settings(max_examples=30, deadline=None)
    @given(values(document(), schema))
    def check(value: dict[str, Any]) -> None:
        read = model.from_dict(value)
        written = read.to_dict()
        assert lost(value, written) == []
        assert document().violations(schema, written) == []
        assert model.from_dict(written) == read

    check()


@pytest.mark.parametrize(("name", "member"), MEMBERS)
def test_null_is_the_same_as_nothing_for_every_member(name: str, member: str) -> None:
    model = model_of(name)
    value = full(document(), document().schemas[name])
    absent = {key: one for key, one in value.items() if key != member}

    with_null = model.from_dict({**value, member: None})

    assert with_null == model.from_dict(absent)
    attribute = model._attribute_of[member]
    assert getattr(with_null, attribute) == getattr(model(), attribute)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_all_is_a_model_of_defaults(name: str) -> None:
    schema = document().schemas[name]
    model = model_of(name)

    assert model.from_dict({}) == model.from_dict(dict.fromkeys(schema["properties"])) == model()
    assert document().violations(schema, model().to_dict()) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_constructor_takes_the_members_under_either_name(name: str) -> None:
    model = model_of(name)
    wire = full(document(), document().schemas[name])
    read = model.from_dict(wire)
    by_name = {attribute: getattr(read, attribute) for attribute in model._attribute_of.values()}

    assert model(**by_name) == read
    assert model(**wire) == read
    assert model(**wire, no_such_member=1, **{"no-such-member": 2}) == read


@given(st.data())
def test_a_loss_would_be_found(data: st.DataObject) -> None:
    """The judgement itself: any member that is taken out of what was written is missed."""
    name = data.draw(st.sampled_from(NAMES))
    value = full(document(), document().schemas[name])
    written = model_of(name).from_dict(value).to_dict()
    del written[data.draw(st.sampled_from(sorted(written)))]

    assert lost(value, written) != []
