"""The package's root: every name is there, is the one object of its home, and has a home of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import knoxcall


@pytest.mark.parametrize("name", knoxcall.__all__)
def test_a_name_of_the_root_is_the_object_of_its_home(name: str) -> None:
    found = getattr(knoxcall, name)
    assert found is getattr(knoxcall, name)
    assert name in dir(knoxcall)
    assert found is not None


def test_a_type_checker_sees_the_same_names_from_the_same_homes() -> None:
    tree = ast.parse(Path(knoxcall.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If) and isinstance(node.test, ast.Name))
    seen = {
        alias.asname or alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == knoxcall._HOMES
    assert sorted(seen) == sorted(knoxcall.__all__)


def test_every_error_is_at_the_root() -> None:
    from knoxcall import errors

    # PermissionError would hide the built-in one from a star import.
    assert set(errors.__all__) - set(knoxcall.__all__) == {"PermissionError", "error_from_response"}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Knoxcall'"):
        knoxcall.Knoxcall  # noqa: B018
