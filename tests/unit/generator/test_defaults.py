"""Models that fill in defaults: every member is there, whatever the server left out, sent as null or sent anew."""

from __future__ import annotations

import copy
import datetime
import importlib
import pickle
import sys
from typing import TYPE_CHECKING, Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )

if TYPE_CHECKING:
    import pathlib

pytestmark = pytest.mark.generator

NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.timezone.utc)
FULL: dict[str, Any] = {
    "name": "saw",
    "heavy": True,
    "weight": 3,
    "price": 1.5,
    "made": "2026-01-02T12:00:00Z",
    "sold": "2026-01-02T12:00:00Z",
    "tags": ["a"],
    "settings": {"a": "b"},
    "parts": [{"id": 1}],
    "spec": {"id": 2},
    "twin": {"id": 3},
    "nick": "s",
    "mixed": 4,
    "note": "n",
    "loud": True,
    "size-mm": 0,
    "ratio": 0.5,
    "lent": "2026-01-02T12:00:00Z",
    "times": {"t": "2026-01-02T12:00:00Z"},
    "grid": {"x": {"y": 1.0}},
    "spares": {"p": {"id": 5}},
    "other": {"id": 6},
    "mood": "calm",
    "any": [None, {"deep": 1}],
    "key": "hush",
    "type": "t",
    "min": 0,
    "list": "l",
    "dict": "d",
    "self": "s",
    "get": "g",
    "aliases": "a",
    "object": "o",
    "class": "c",
    "_links": "k",
    "isinstance": "i",
}
EMPTY: dict[str, Any] = {
    "name": "",
    "heavy": False,
    "weight": 0,
    "price": 0.0,
    "made": None,
    "sold": None,
    "tags": [],
    "settings": {},
    "parts": [],
    "twin": None,
    "nick": None,
    "mixed": None,
    "note": "",
    "loud": False,
    "size_mm": None,
    "ratio": None,
    "lent": None,
    "times": {},
    "grid": {},
    "spares": {},
    "other": None,
    "mood": None,
    "any": None,
    "key": "",
    "type": "",
    "min": None,
    "list_": "",
    "dict_": "",
    "self_": "",
    "get_": "",
    "aliases_": "",
    "object": "",
    "class_": "",
    "field_links": "",
    "isinstance": "",
}


@pytest.fixture(scope="module")
def models(workshop_filled: pathlib.Path) -> Any:
    return importlib.import_module(f"{workshop_filled.name}.models")


def test_what_comes_in_goes_out(models: Any) -> None:
    assert models.Tool.from_dict(FULL).to_dict() == FULL


@pytest.mark.parametrize("source", [{}, dict.fromkeys(FULL)], ids=["absent", "null"])
def test_what_is_absent_or_null_is_the_default(models: Any, source: dict[str, Any]) -> None:
    tool = models.Tool.from_dict(source)
    have = {name: getattr(tool, name) for name in EMPTY}
    assert have == EMPTY
    assert {name: type(value) for name, value in have.items()} == {n: type(value) for n, value in EMPTY.items()}
    assert tool.spec == models.Part(id=0)
    assert tool == models.Tool()


def test_what_is_always_there_is_written_even_when_it_is_nothing(models: Any) -> None:
    assert models.Tool().to_dict() == {
        "name": "",
        "heavy": False,
        "weight": 0,
        "price": 0.0,
        "made": "0001-01-01T00:00:00Z",
        "sold": None,
        "tags": [],
        "settings": {},
        "parts": [],
        "spec": {"id": 0},
        "twin": None,
        "nick": None,
        "mixed": None,
    }


@pytest.mark.parametrize("zero", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00", "", None])
def test_the_zero_time_is_none(models: Any, zero: str | None) -> None:
    assert models.Tool.from_dict({"made": zero, "lent": zero, "sold": zero}) == models.Tool()


def test_nanoseconds_are_read(models: Any) -> None:
    tool = models.Tool.from_dict({"made": "2026-01-02T12:00:00.123456789Z"})
    assert tool.made == NOON.replace(microsecond=123456)


def test_null_in_a_list_of_models_is_no_item(models: Any) -> None:
    assert models.Tool.from_dict({"parts": [None, {"id": 1}, None]}).parts == [models.Part(id=1)]


def test_members_that_the_document_does_not_name_are_kept(models: Any) -> None:
    tool = models.Tool.from_dict({"brand": "x", "at": [1]})
    assert tool.additional_properties == {"brand": "x", "at": [1]}
    assert tool["brand"] == "x"
    assert {"brand": "x", "at": [1]}.items() <= tool.to_dict().items()


def test_every_object_has_lists_and_maps_of_its_own(models: Any) -> None:
    for make in (models.Tool, lambda: models.Tool.from_dict({})):
        one, other = make(), make()
        for name in ("tags", "settings", "parts", "times", "grid", "spares", "additional_properties"):
            assert getattr(one, name) is not getattr(other, name)
        assert one.spec is not other.spec


def test_a_constructor_takes_python_names_and_wire_names(models: Any) -> None:
    by_name = models.Tool(size_mm=3, type="t", list_="l", self_="s", class_="c", made=NOON)
    by_wire = models.Tool(
        **{"size-mm": 3, "type": "t", "list": "l", "self": "s", "class": "c", "made": "2026-01-02T12:00:00Z"}
    )
    assert by_name == by_wire


def test_a_constructor_takes_what_the_wire_has(models: Any) -> None:
    wire = {key: value for key, value in FULL.items() if key not in ("times", "spares", "mood")}
    assert models.Tool(**wire) == models.Tool.from_dict(wire)


def test_a_constructor_ignores_names_of_no_member(models: Any) -> None:
    assert models.Tool(name="saw", brand="x", **{"no such": 1}) == models.Tool(name="saw")


def test_null_for_a_wire_name_keeps_the_default(models: Any) -> None:
    assert models.Tool(**{"size-mm": None, "list": None}) == models.Tool()


def test_a_constructor_takes_keywords_only(models: Any) -> None:
    with pytest.raises(TypeError):
        models.Tool("saw")


def test_members_can_be_changed(models: Any) -> None:
    tool = models.Tool.from_dict(FULL)
    tool.name, tool.type = "drill", "u"
    assert (tool.to_dict()["name"], tool.to_dict()["type"]) == ("drill", "u")


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301


@pytest.mark.parametrize("through", [copy.copy, copy.deepcopy, pickled])
def test_copies_are_equal(models: Any, through: Any) -> None:
    tool = models.Tool.from_dict({**FULL, "brand": "x"})
    assert through(tool) == tool
    assert through(tool).to_dict() == tool.to_dict()


def test_attrs_can_evolve_them(models: Any) -> None:
    import attrs

    tool = models.Tool.from_dict({**FULL, "brand": "x"})
    changed = attrs.evolve(tool, name="drill")
    assert changed.to_dict() == {**tool.to_dict(), "name": "drill"}


def test_a_secret_shows_only_that_it_is_there(models: Any) -> None:
    text = repr(models.Tool.from_dict({**FULL, "more secrets": "whisper"}))
    assert "hush" not in text
    assert "whisper" not in text
    assert "key='***'" in text
    assert "key=''" in repr(models.Tool())


@pytest.mark.parametrize(
    "source",
    [[], "text", 7, None, {"parts": 7}, {"parts": ["x"]}, {"twin": []}, {"made": 7}, {"made": "noon"}, {"times": [1]}],
    ids=repr,
)
def test_what_does_not_fit_is_refused(models: Any, source: Any) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        models.Tool.from_dict(source)


def test_an_unknown_value_of_an_enum_is_kept(models: Any) -> None:
    tool = models.Tool.from_dict({"mood": "odd"})
    assert tool.mood == "odd"
    assert not tool.mood.is_known
    assert tool.to_dict()["mood"] == "odd"


def test_a_map_without_a_name_is_a_dict_and_has_no_class(models: Any) -> None:
    assert type(models.Tool().settings) is dict
    assert models.__all__ == ["Everything", "Part", "Tool", "ToolMood"]
    assert models.Everything.from_dict({"a": "b"}) == {"a": "b"}
