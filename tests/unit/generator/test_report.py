"""The balance of a generation counts what is there, knows what was reviewed, and stops at any other loss."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

if sys.version_info < (3, 11):
    pytest.skip("openapi-python-client needs Python 3.11", allow_module_level=True)

import generate
from spec_report import Review, balance, read_reviews

if TYPE_CHECKING:
    import pathlib
    from typing import Any

pytestmark = pytest.mark.generator


@pytest.fixture
def package(pantry_attrs: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """A package to damage."""
    shutil.copytree(pantry_attrs, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "package"


def damage(package: pathlib.Path, file: str, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = (package / file).read_text("utf-8")
    assert old in text
    (package / file).write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("style", ["pantry_attrs", "pantry_typed"])
def test_all_of_a_document_is_counted(pantry: dict[str, Any], style: str, request: pytest.FixtureRequest) -> None:
    held = balance("pantry", pantry, request.getfixturevalue(style), ())
    counts = {kind: (total, found) for kind, total, found, _, _ in held.counts()}
    assert held.lost == ()
    assert counts["operations"] == (11, 11)
    assert counts["parameters"] == (26, 26)
    assert counts["replies"] == (16, 16)
    # Labels and Times are maps, Content is a union: no class of their own is needed for the union.
    assert counts["schemas"][0] - counts["schemas"][1] == len([e for e, _ in held.reviewed if e.kind == "schemas"])
    assert counts["values"][0] == counts["values"][1] == 4 + 3 + 2 + 2 + 2 + 2 + 2 + 2 + 1
    assert held.line().startswith("pantry: 11/11 operations, 26/26 parameters, ")
    assert held.line().endswith(" 0 lost")


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "text"),
    [
        ("operations.py", '"up", "down"', '"up", "dawn"', "values", "value 'down'"),
        ("models/mint_body_grant_type.py", '"code"', '"cade"', "values", "value 'code'"),
        ("models/jar.py", '"deletedAt"', '"deleted_at"', "members", "schema Jar: member deletedAt"),
    ],
)
def test_a_loss_stops_generation_until_it_is_reviewed(
    pantry: dict[str, Any], package: pathlib.Path, file: str, old: str, new: str, kind: str, text: str
) -> None:
    damage(package, file, old, new)
    lost = balance("pantry", pantry, package, ()).lost
    assert any(text in line for line in lost), lost
    with pytest.raises(generate.Refusal, match=r"not on the list in openapi/reviewed_losses\.toml"):
        generate.verify("pantry", pantry, package)
    reviews = (Review(kind, f"*{text}*", "a reason of three words", ("pantry",)),)
    rest = balance("pantry", pantry, package, reviews).lost
    assert not any(text in line for line in rest)
    assert len(rest) < len(lost)
    # For another document the review says nothing.
    assert balance("other", pantry, package, reviews).lost == lost


def test_a_review_to_which_nothing_answers_is_an_error(pantry: dict[str, Any], pantry_attrs: pathlib.Path) -> None:
    stale = Review("members", "schema Jar: member lost", "was dropped by the parser once", ("pantry",))
    assert balance("pantry", pantry, pantry_attrs, (stale,)).lost == (
        "the reviewed list has 'schema Jar: member lost' of members, and nothing of it is lost: take it out",
    )


def test_headers_of_answers_are_on_the_list_with_a_reason(pantry: dict[str, Any], pantry_attrs: pathlib.Path) -> None:
    import copy

    document = copy.deepcopy(pantry)
    document["paths"]["/jars"]["post"]["responses"]["202"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    assert balance("pantry", document, pantry_attrs, ()).lost == ("POST /jars: header Retry-After of answer 202",)
    held = generate.verify("pantry", document, pantry_attrs)
    assert held.counts()[4] == ("headers", 1, 0, 1, 0)
    assert "1 headers: No table" in held.table()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[losses]]\nkind = "headers"\nmatch = "*"\n', "a reason that says nothing"),
        ('[[losses]]\nkind = "headers"\nmatch = "*"\nreason = "because"\n', "a reason that says nothing"),
        ('[[losses]]\nkind = "colours"\nmatch = "*"\nreason = "one two three"\n', "needs kind"),
        ('[[losses]]\nkind = "headers"\nreason = "one two three"\n', "no match"),
        ('[[losses]]\nkind = "headers"\nmatch = "*"\nreason = "one two three"\nspec = "x"\n', "needs kind"),
    ],
)
def test_a_review_needs_a_kind_a_match_and_a_reason(tmp_path: pathlib.Path, text: str, problem: str) -> None:
    path = tmp_path / "reviewed_losses.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=problem):
        read_reviews(path)
    assert read_reviews(tmp_path / "none.toml") == ()


def test_the_list_of_this_repository_can_be_read() -> None:
    reviews = read_reviews(generate.ROOT / "openapi" / "reviewed_losses.toml")
    assert {review.kind for review in reviews} == {"headers"}
