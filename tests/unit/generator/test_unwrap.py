"""Results that come in an envelope: the table and the models know the result, the document keeps the envelope."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip("openapi-python-client needs Python 3.11", allow_module_level=True)

from spec_complete import missing
from spec_lint import lint

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

pytestmark = pytest.mark.generator


def answer(result: Any, **beside: Any) -> dict[str, Any]:
    members = {"data": result, "meta": {"type": "object"}, **beside}
    schema = {"type": "object", "required": ["data"], "properties": members}
    return {"200": {"description": "d", "content": {"application/json": {"schema": schema}}}}


def operation(name: str, responses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": responses, **{f"x-{key}": more[key] for key in more}}


KNOT = {"$ref": "#/components/schemas/Knot"}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/one": {"get": operation("one", answer(KNOT), unwrap="data")},
        "/all": {"get": operation("all_knots", answer({"type": "array", "items": KNOT}), unwrap="data")},
        "/told": {"get": operation("told", answer(KNOT, hint={"type": "string"}), unwrap="data", fold=["hint"])},
        "/gone": {"delete": operation("gone", answer({"type": "object"}), unwrap="none")},
        "/whole": {"get": operation("whole", {"200": {"$ref": "#/components/responses/Whole"}})},
    },
    "components": {
        "responses": {"Whole": {"description": "d", "content": {"application/json": {"schema": KNOT}}}},
        "schemas": {
            "Knot": {
                "type": "object",
                "required": ["name", "notes"],
                "properties": {
                    "name": {"type": "string"},
                    "id": {"type": "string"},
                    "notes": {"type": "object"},
                    "sizes": {"type": "object", "additionalProperties": {"type": "integer"}},
                },
            }
        },
    },
}


@pytest.fixture(scope="module")
def package(make_package: Callable[..., pathlib.Path]) -> pathlib.Path:
    assert lint(DOCUMENT) == []
    return make_package(DOCUMENT, "typeddict", "knots_typed")


def test_rows_are_of_the_result_and_say_how_to_get_at_it(package: pathlib.Path) -> None:
    rows = importlib.import_module(f"{package.name}.operations").OPERATIONS

    assert {name: (row.replies[0].type, row.ext) for name, row in rows.items()} == {
        "one": ("Knot", {"x-unwrap": "data"}),
        "all_knots": ("list[Knot]", {"x-unwrap": "data"}),
        "told": ("Knot", {"x-unwrap": "data", "x-fold": ["hint"]}),
        "gone": ("None", {"x-unwrap": "none"}),
        "whole": ("Knot", {}),
    }


def test_no_envelope_becomes_a_model_and_nothing_counts_as_lost(package: pathlib.Path) -> None:
    assert importlib.import_module(f"{package.name}.models").__all__ == ["Knot"]
    assert missing(DOCUMENT, package) == []


def test_a_result_that_is_lost_is_still_missed(package: pathlib.Path) -> None:
    knot = package / "models" / "knot.py"
    text = knot.read_text("utf-8")
    assert "    id: NotRequired[str]" in text
    knot.write_text(text.replace("    id: NotRequired[str]", "    uid: NotRequired[str]"), "utf-8")
    try:
        assert "schema Knot: member id" in missing(DOCUMENT, package)
    finally:
        knot.write_text(text, "utf-8")


def test_objects_without_members_are_written_as_what_they_are(package: pathlib.Path) -> None:
    text = (package / "models" / "knot.py").read_text("utf-8")

    assert "    notes: dict[str, Any]" in text
    assert "    sizes: NotRequired[dict[str, int]]" in text
