"""Open enums take values that the pinned spec does not list."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from trellis.core.runtime.enums import OpenIntEnum, OpenStrEnum


class Colour(OpenStrEnum):
    """Two known colours."""

    RED = "red"
    GREEN = "green"


class Level(OpenIntEnum):
    """Two known levels."""

    LOW = 1
    HIGH = 9


def test_a_known_value_is_its_member() -> None:
    assert Colour("red") is Colour.RED
    assert Colour.of("red") is Colour.RED
    assert Colour.RED.is_known
    assert Level.of(9) is Level.HIGH


@pytest.mark.parametrize("make", [Colour, Colour.of])
def test_an_unknown_value_is_of_the_same_class_and_not_known(make: Any) -> None:
    value = make("mauve")
    assert isinstance(value, Colour)
    assert not value.is_known
    assert value == "mauve"
    assert value.value == value.name == "mauve"
    assert [*Colour] == [Colour.RED, Colour.GREEN]


def test_an_unknown_integer_is_too() -> None:
    value = Level(5)
    assert isinstance(value, Level)
    assert not value.is_known
    assert value == 5
    assert value + 1 == 6
    assert f"{value:03}" == "005"
    assert str(Level.HIGH) == "9"


@pytest.mark.parametrize("value", [Colour.RED, Colour("mauve")])
def test_it_compares_hashes_and_prints_like_its_text(value: Colour) -> None:
    plain = value.value
    assert value == plain
    assert hash(value) == hash(plain)
    assert {plain: 1}[value] == 1
    assert str(value) == f"{value}" == "%s" % value == plain  # noqa: UP031
    assert f"{value:>8}" == f"{plain:>8}"
    assert type(str(value)) is str
    assert json.dumps({"c": value}) == json.dumps({"c": plain})


def test_unknown_values_are_equal_by_value_only() -> None:
    assert Colour("mauve") == Colour("mauve")
    assert Colour("mauve") != Colour("puce")
    assert Colour("mauve") is not Colour("mauve")


@pytest.mark.parametrize("value", [Colour.RED, Colour("mauve"), Level.LOW, Level(77)])
def test_it_survives_copy_and_pickle(value: Any) -> None:
    assert copy.copy(value) is value
    assert copy.deepcopy([value])[0] == value
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301
        assert back == value
        assert type(back) is type(value)
        assert back.is_known == value.is_known


def test_repr_tells_known_from_unknown() -> None:
    assert repr(Colour.RED) == "<Colour.RED: 'red'>"
    assert "mauve" in repr(Colour("mauve"))
    assert "not in the pinned spec" in repr(Colour("mauve"))


@pytest.mark.parametrize("value", [None, 3, 1.5, b"red"])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Colour"):
        Colour.of(value)


@pytest.mark.parametrize("value", [None, "1", True, 1.5])
def test_what_is_no_integer_is_refused(value: Any) -> None:
    if value is True:
        assert Level.of(value) is Level.LOW  # to Python, True is 1
        return
    with pytest.raises(ValueError, match="is not a valid Level"):
        Level.of(value)
