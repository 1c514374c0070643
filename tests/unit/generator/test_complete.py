"""The completeness check notices whatever is taken out of a generated package."""

from __future__ import annotations

import copy
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )

from spec_complete import missing

if TYPE_CHECKING:
    import pathlib

pytestmark = pytest.mark.generator


@pytest.fixture
def package(pantry_attrs: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """A package to damage."""
    return pathlib_copy(pantry_attrs, tmp_path / "package")


def pathlib_copy(source: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
    """A copy of a directory."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.mark.parametrize("style", ["pantry_attrs", "pantry_typed"])
def test_a_whole_package_lacks_nothing(pantry: dict[str, Any], style: str, request: pytest.FixtureRequest) -> None:
    assert missing(pantry, request.getfixturevalue(style)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "operations.py",
            "mint: Operation[str] = Operation",
            "mint_: Operation[str] = Operation",
            "POST /token: operation mint",
        ),
        ("operations.py", '"PATCH"', '"POST"', "row change_lid is of another operation"),
        ("operations.py", 'Param("X-Since"', 'Param("X-Sinc"', "parameter X-Since in header"),
        ("operations.py", '"id_header"', '"id_query"', "both called id_query"),
        ("operations.py", '"application/json-patch+json"', '"application/x"', "body of application/json-patch+json"),
        ("operations.py", 'Reply("5XX"', 'Reply("6XX"', "answer 5XX"),
        ("operations.py", 'Reply("200", "JarPage"', 'Reply("200", "None"', "the body of answer 200"),
        ("models/jar.py", '"deletedAt"', '"deleted_at"', "schema Jar: member deletedAt"),
        ("models/jar.py", "class Jar", "class Jug", "schema Jar"),
        ("models/size.py", '"x-large"', '"large"', "schema Size: value 'x-large'"),
        ("models/level.py", "-3", "3", "schema Level: value -3"),
        ("models/jar_mood_type_1.py", '"wild"', '"mild"', "schema Jar: values of mood"),
        ("models/change_lid_json_body_item.py", '"op"', '"po"', "no model has the members op"),
    ],
)
def test_a_loss_is_noticed(
    pantry: dict[str, Any], package: pathlib.Path, file: str, old: str, new: str, line: str
) -> None:
    path = package / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert any(line in lost for lost in missing(pantry, package)), missing(pantry, package)


def test_an_operation_that_the_document_does_not_have_is_noticed(pantry: dict[str, Any], package: pathlib.Path) -> None:
    fewer = copy.deepcopy(pantry)
    del fewer["paths"]["/events"]
    assert missing(fewer, package) == ["the table has 11 rows, the document 10 operations"]
