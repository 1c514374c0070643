"""The generated operation table says what the pinned document says, row by row."""

from __future__ import annotations

import json
from importlib import resources

import pytest

import kneo_client._generated.operations as generated
from kneo_client._generated.operations import OPERATIONS

from .document import METHODS, kneo
from .table import table_problems

LINES = [op.line for op in kneo().operations()]


def test_every_operation_has_its_row_and_no_row_is_left_over() -> None:
    # By counting in the plain text too: a reader of ours that overlooked a path would overlook it on both sides.
    methods = [method for item in kneo().root["paths"].values() for method in item if method in METHODS]

    assert len(OPERATIONS) == len(methods) == len(LINES) == 31


@pytest.mark.parametrize("line", LINES)
def test_the_row_agrees_with_the_document(line: str) -> None:
    problems = table_problems(kneo(), OPERATIONS)

    assert [problem for problem in problems if problem.startswith(f"{line}: ")] == []


def test_nothing_else_is_wrong_with_the_table() -> None:
    assert table_problems(kneo(), OPERATIONS) == []


def test_every_row_can_be_had_by_its_name() -> None:
    assert {name: getattr(generated, name) for name in generated.__all__ if name != "OPERATIONS"} == dict(OPERATIONS)


def test_the_copy_of_the_document_that_is_installed_has_the_same_operations_and_members() -> None:
    text = resources.files("kneo_client._generated").joinpath("spec.json").read_text("utf-8")
    copy = json.loads(text)

    lines = {f"{m.upper()} {p}" for p, item in copy["paths"].items() for m in item if m in METHODS}
    assert lines == set(LINES)
    for name, schema in kneo().schemas.items():
        installed = copy["components"]["schemas"][name]
        assert installed.get("required", []) == schema.get("required", []), name
        assert installed.get("properties", {}).keys() == schema.get("properties", {}).keys(), name
