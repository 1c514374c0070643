"""`knoxcall.types` has every public type, and each has exactly the members, optional ones marked, that are known."""

from __future__ import annotations

import re

import pytest

import knoxcall.types
from knoxcall._generated import models

from ..document import ROOT
from ..document import knoxcall as document
from .models import fields, schema_fields

FACTS = ROOT.parent / "shared" / "facts" / "knoxcall.md"
ALIASES = {"SecretType", "GrantType", "TokenFormat"}
INTERNAL = {
    "ErrorEnvelope", "ErrorObject", "NestedError", "FlatError", "Meta", "EmptyObject", "ClientCredentialsGrant",
    "TokenExchangeGrant", "RefreshTokenGrant", "TokenAnswer", "EncryptDataEnveloped", "EncryptDataBare",
}  # fmt: skip


def known_fields() -> dict[str, dict[str, str]]:
    """The public typed dicts by the facts, in the spelling of the generated ones."""
    if not FACTS.is_file():
        pytest.skip("the facts are not beside this repository (../shared/facts): nothing to compare with")
    text = FACTS.read_text("utf-8").partition("### TypedDicts for the seed resources")[2].partition("\n## ")[0]
    found = {}
    for name, members in re.findall(r"^- \*\*(\w+)\*\*: (.*)$", text, re.MULTILINE):
        found[name] = {
            member: f"NotRequired[{kind}]" if optional else kind
            for member, optional, kind in re.findall(r"`(\w+)(\??): ([^`]+)`", members)
        }
    assert len(found) == 122
    return found


def test_every_public_name_is_exported_and_nothing_else() -> None:
    public = set(document().schemas) - INTERNAL

    assert set(knoxcall.types.__all__) == public
    assert len(knoxcall.types.__all__) == 122 + len(ALIASES)
    assert sorted(knoxcall.types.__all__) == list(knoxcall.types.__all__)


def test_the_exported_names_are_those_of_the_facts() -> None:
    assert set(knoxcall.types.__all__) == known_fields().keys() | ALIASES


def test_every_typed_dict_has_the_members_of_the_facts() -> None:
    for name, members in known_fields().items():
        assert fields()[name] == members, name


def test_every_typed_dict_has_the_members_of_the_document() -> None:
    spec = document()
    for name, schema in spec.schemas.items():
        if schema.get("properties") and name != "TokenAnswer":
            assert fields()[name] == schema_fields(spec, schema), name
    answer = {**schema_fields(spec, spec.schemas["TokenAnswer"]), "token_type": "NotRequired[TokenAnswerTokenType]"}
    assert fields()["TokenAnswer"] == answer


def test_every_schema_but_the_union_has_a_model() -> None:
    assert set(document().schemas) - set(models.__all__) == {"ErrorEnvelope"}
