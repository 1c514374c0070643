"""Generated models: nothing lost, nothing invented, nothing broken by what a newer server sends."""

from __future__ import annotations

import copy
import datetime
import importlib
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any, get_args, get_type_hints
from uuid import UUID

import pytest

from trellis.core.runtime.unset import UNSET

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )


if TYPE_CHECKING:
    import pathlib

pytestmark = pytest.mark.generator

JAR: dict[str, Any] = {
    "id": "00000000-0000-0000-0000-000000000005",
    "name": "plum",
    "size": "small",
    "colour": None,
    "filled_at": "2026-01-02T03:04:05Z",
    "labels": {"a": "b"},
    "lids": [{"tight": True}],
}
FULL: dict[str, Any] = {
    **JAR,
    "colour": "red",
    "best_before": "2027-01-01",
    "opened_at": None,
    "level": -3,
    "times": {"t": "2026-01-02T03:04:05Z"},
    "grid": [[1.5, 2], []],
    "parts": [JAR],
    "inside": {"kind": "jam", "fruit": "plum"},
    "loose": [{"kind": "pickle", "sour": 3}],
    "mood": "wild",
    "note": "n",
    "weight": 1.5,
    "full": False,
    "anything": {"x": [1, None]},
    "deletedAt": "a",
    "deleted_at": "b",
    "keys": "k",
    "get": "g",
    "to_dict": "d",
    "from": "f",
    "self": "s",
    "_links": {"next": "x"},
    "combination": "1234",
    "new_member": {"of": "a newer server"},
}


@pytest.mark.parametrize("source", [JAR, FULL], ids=["required only", "all"])
def test_what_comes_in_goes_out(models: Any, source: dict[str, Any]) -> None:
    assert models.Jar.from_dict(source).to_dict() == source


def test_values_have_their_python_types(models: Any) -> None:
    jar = models.Jar.from_dict(FULL)
    assert jar.id == UUID(int=5)
    assert jar.filled_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    assert jar.best_before == datetime.date(2027, 1, 1)
    assert jar.size is models.Size.SMALL
    assert jar.level is models.Level(-3)
    assert jar.times["t"] == jar.filled_at
    assert jar.parts == [models.Jar.from_dict(JAR)]
    assert isinstance(jar.inside, models.Jam)
    assert isinstance(jar.loose[0], models.Pickle)
    assert (jar.deletedAt, jar.deleted_at, jar.from_, jar.self_) == ("a", "b", "f", "s")
    assert jar["from"] == "f"
    assert jar["keys"] == "k"
    assert jar["new_member"] == {"of": "a newer server"}
    assert jar.get("get") == "g"


@pytest.mark.parametrize("name", ["size", "colour", "level", "mood"])
def test_an_unknown_enum_value_is_taken_and_given_back(models: Any, name: str) -> None:
    value = 77 if name == "level" else "brand new"
    jar = models.Jar.from_dict({**FULL, name: value})
    assert getattr(jar, name) == value
    assert not getattr(jar, name).is_known
    assert jar.to_dict()[name] == value


def test_odd_enum_values_are_all_there(models: Any) -> None:
    assert [member.value for member in models.Size] == ["small", "x-large", "", "1st"]
    assert sorted(models.Level) == [-3, 1, 2]
    assert [member.value for member in models.JarMoodType1] == ["calm", "wild"]


@pytest.mark.parametrize(
    "name", ["note", "weight", "full", "level", "best_before", "inside", "deletedAt", "combination"]
)
def test_null_for_an_optional_that_is_never_null_is_unset(models: Any, name: str) -> None:
    jar = models.Jar.from_dict({**FULL, name: None})
    assert getattr(jar, name) is UNSET
    assert name not in jar.to_dict()


@pytest.mark.parametrize(("name", "empty"), [("parts", []), ("grid", []), ("lids", []), ("labels", {}), ("times", {})])
def test_null_for_a_list_or_a_map_is_an_empty_one(models: Any, name: str, empty: Any) -> None:
    jar = models.Jar.from_dict({**FULL, name: None})
    assert len(getattr(jar, name)) == 0
    assert jar.to_dict()[name] == empty


@pytest.mark.parametrize("name", ["colour", "opened_at", "mood"])
def test_null_for_what_may_be_null_stays_null(models: Any, name: str) -> None:
    jar = models.Jar.from_dict({**FULL, name: None})
    assert getattr(jar, name) is None
    assert jar.to_dict()[name] is None


def test_what_is_absent_is_unset_and_not_sent(models: Any) -> None:
    jar = models.Jar.from_dict(JAR)
    assert jar.note is jar.parts is jar.opened_at is jar.anything is UNSET
    assert "note" not in jar
    assert jar.to_dict().keys() == JAR.keys()


@pytest.mark.parametrize(
    "source",
    [
        {key: value for key, value in JAR.items() if key != "name"},
        {**JAR, "id": "not one"},
        {**JAR, "filled_at": "yesterday"},
        {**JAR, "filled_at": None},
        {**JAR, "lids": ["text"]},
        {**JAR, "lids": 5},
        {**JAR, "labels": []},
        {**JAR, "size": 5},
        None,
        [],
        "text",
    ],
)
def test_what_does_not_fit_is_one_of_four_errors(models: Any, source: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        models.Jar.from_dict(source)


def test_a_union_with_an_unknown_tag_stays_as_it_is(models: Any) -> None:
    source = {**JAR, "inside": {"kind": "honey", "clear": True}}
    jar = models.Jar.from_dict(source)
    assert jar.inside == {"kind": "honey", "clear": True}
    assert jar.to_dict() == source


def test_defaults_are_the_servers_business(models: Any) -> None:
    assert models.NewJar(name="n").to_dict() == {"name": "n"}
    assert models.NewJar(name="n", count=0, note=None).to_dict() == {"name": "n", "count": 0, "note": None}


def test_a_request_takes_plain_text_for_an_enum(models: Any) -> None:
    sent = models.NewJar(name="n", size="small").to_dict()
    assert sent == {"name": "n", "size": "small"}
    assert type(models.NewJar(name="n", size=models.Size("huge")).to_dict()["size"]) is str


def test_a_request_has_no_room_for_a_misspelt_member(models: Any) -> None:
    with pytest.raises(ValueError, match="NewJar has no member 'nmae'"):
        models.NewJar.from_dict({"name": "n", "nmae": "m"})
    with pytest.raises(TypeError):
        models.NewJar(name="n", nmae="m")


def test_secrets_do_not_show(models: Any) -> None:
    assert "1234" not in repr(models.Jar.from_dict(FULL))
    assert "hunter2" not in repr(models.NewJar(name="n", secret="hunter2"))
    assert "hunter2" not in repr(models.MintBody(grant_type="code", secret="hunter2"))
    assert models.NewJar(name="n", secret="hunter2").to_dict()["secret"] == "hunter2"


def test_models_copy_pickle_and_compare(models: Any) -> None:
    jar = models.Jar.from_dict(FULL)
    assert pickle.loads(pickle.dumps(jar)) == jar == copy.copy(jar)  # noqa: S301
    deep = copy.deepcopy(jar)
    assert deep == jar
    deep.parts[0].name = "other"
    assert deep != jar
    assert jar.parts[0].name == "plum"
    assert copy.deepcopy(models.Jar.from_dict(JAR)).note is UNSET


def test_an_answer_does_not_lose_a_member_set_by_hand(models: Any) -> None:
    jar = models.Jar.from_dict(JAR)
    jar.additional_properties["more"] = datetime.date(2026, 1, 1)
    jar.additional_properties["name"] = "not this one"
    assert jar.to_dict() == {**JAR, "more": "2026-01-01"}


def test_a_list_answer_is_a_page(models: Any) -> None:
    page = models.JarPage.from_dict({"jars": [JAR, JAR], "total": 5, "offset": 0, "window": 3})
    assert len(page) == 2
    assert page[0] is page.jars[0] is page.items[0]
    assert (page.count, page.next_cursor, page.window, page.has_more) == (None, None, 3, True)
    assert models.JarPage.from_dict({"jars": None}).items == []
    assert page.to_dict() == {"jars": [JAR, JAR], "total": 5, "offset": 0, "window": 3}


def test_an_answer_around_a_map_is_a_mapping(models: Any) -> None:
    answer = models.ShelfMap.from_dict({"shelves": {"top": {"height": 2, "new": 1}}, "items": 3})
    assert list(answer) == ["top"]
    assert answer["top"].height == 2
    assert list(answer.items()) == [("top", models.Shelf.from_dict({"height": 2, "new": 1}))]
    assert answer.to_dict() == {"shelves": {"top": {"height": 2, "new": 1}}, "items": 3}
    assert list(models.ShelfMap.from_dict({"shelves": None})) == []


def test_members_of_all_parts_are_inherited(models: Any) -> None:
    assert models.Jam.from_dict({"kind": "jam", "fruit": "f", "x": 1}).to_dict() == {
        "kind": "jam",
        "fruit": "f",
        "x": 1,
    }


def test_the_documents_prose_is_the_docstring(pantry_attrs: pathlib.Path, models: Any) -> None:
    assert models.Jar.__doc__ == "One jar."
    source = (pantry_attrs / "models" / "jar.py").read_text("utf-8")
    assert '"""What it says on the jar."""' in source
    assert '"""How big it is."""' in source


def test_models_load_one_by_one(pantry_attrs: pathlib.Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(pantry_attrs.parent)!r}); import pantry_attrs.models as m; m.Trouble;"
        "print(sorted(name for name in sys.modules if name.startswith('pantry_attrs.models.')), 'httpx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['pantry_attrs.models.trouble'] False"


def test_the_models_package_lists_what_it_has(models: Any) -> None:
    assert set(models.__all__) <= set(dir(models))
    assert all(getattr(models, name).__name__ == name for name in models.__all__)
    with pytest.raises(AttributeError, match="Nothing"):
        _ = models.Nothing


def test_typed_dicts_are_what_is_on_the_wire(pantry_typed: pathlib.Path) -> None:
    typed = importlib.import_module(f"{pantry_typed.name}.models")
    assert set(typed.Jar.__annotations__) == set(FULL) - {"new_member"}
    assert typed.NewJar(name="n", count=1) == {"name": "n", "count": 1}
    assert typed.Labels is dict
    assert set(get_args(typed.Colour)) == {"red", "green"}
    hints = get_type_hints(typed.Jar)  # models that refer to each other, and to themselves, can be loaded and read
    assert hints["parts"] == list[typed.Jar]
    closed, other = get_args(typed.Size)
    assert set(get_args(closed)) == {"small", "x-large", "", "1st"}
    assert other is str


@pytest.mark.slow
def test_generated_packages_pass_strict_type_checks(pantry_attrs: pathlib.Path, pantry_typed: pathlib.Path) -> None:
    pytest.importorskip("mypy")
    done = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--strict", "--python-version", "3.10", "--cache-dir", "/dev/null",
            "-p", pantry_attrs.name, "-p", pantry_typed.name,
        ],
        cwd=pantry_attrs.parent, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
