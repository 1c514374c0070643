"""Open objects are mappings; models with extras are reached by wire name."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from typing import Any, ClassVar

import pytest
from attrs import define, field

from trellis.core.runtime.objects import EntryMap, ExtraFields, OpenObject
from trellis.core.runtime.unset import UNSET, Unset


class Item(OpenObject[Any]):
    """An item of a list."""

    __slots__ = ()


@define(kw_only=True)
class Run(ExtraFields[Any]):
    """A model with declared members and extras."""

    _attribute_of: ClassVar[dict[str, str]] = {"run_id": "run_id", "from": "from_", "at": "at"}

    run_id: str
    from_: str | Unset = UNSET
    at: int | Unset | None = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)


@define(kw_only=True)
class Policies(EntryMap[int]):
    """An answer around a map."""

    policies: dict[str, int]

    def _entries(self) -> dict[str, int]:
        return self.policies


def test_an_open_object_is_a_mapping() -> None:
    item = Item.from_dict({"a": 1, "b": None})
    assert item["a"] == 1
    assert "b" in item
    assert "c" not in item
    assert item.get("c") is None
    assert item.get("c", 5) == 5
    assert (len(item), list(item), dict(item)) == (2, ["a", "b"], {"a": 1, "b": None})
    assert list(item.keys()) == item.additional_keys == ["a", "b"]
    assert list(item.values()) == [1, None]
    assert list(item.items()) == [("a", 1), ("b", None)]
    item["c"] = 3
    del item["a"]
    assert item.to_dict() == {"b": None, "c": 3}
    with pytest.raises(KeyError):
        item["a"]


def test_it_does_not_share_the_mapping_it_was_made_from() -> None:
    source = {"a": 1}
    for item in (Item.from_dict(source), Item(source)):
        item["a"] = 2
    assert source == {"a": 1}


def test_it_is_truthy_even_when_empty() -> None:
    assert Item()
    assert len(Item()) == 0


def test_it_is_equal_by_content_to_any_dict() -> None:
    assert Item({"a": 1}) == Item({"a": 1})
    assert Item({"a": 1}) != Item({"a": 2})
    assert Item({"a": 1}) == {"a": 1}
    assert json.dumps(Item({"a": [1, None]})) == '{"a": [1, null]}'
    with pytest.raises(TypeError, match="unhashable"):
        hash(Item())


def test_it_survives_copies_and_pickle() -> None:
    item = Item({"a": [1]})
    assert pickle.loads(pickle.dumps(item)) == item  # noqa: S301
    deep = copy.deepcopy(item)
    deep["a"].append(2)
    assert item["a"] == [1]
    assert copy.copy(item) == item
    assert repr(item) == "Item({'a': [1]})"


@pytest.mark.parametrize("source", [None, 3, "text", [("a", 1)], [], True])
def test_what_is_no_mapping_is_refused(source: Any) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        Item.from_dict(source)


def test_it_writes_nested_models_as_json() -> None:
    moment = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)
    assert Item({"at": moment, "in": [Item({"b": 1})]}).to_dict() == {"at": "2026-01-02T00:00:00Z", "in": [{"b": 1}]}


def test_declared_and_undeclared_members_are_reached_by_wire_name() -> None:
    run = Run(run_id="r", from_="here", additional_properties={"new": 1})
    assert (run["run_id"], run["from"], run["new"]) == ("r", "here", 1)
    assert "from" in run
    assert "new" in run
    assert "from_" not in run
    assert run.get("new") == 1
    assert run.keys() == list(run) == ["run_id", "from", "new"]
    assert dict(run) == {"run_id": "r", "from": "here", "new": 1}
    assert run.additional_keys == ["new"]


def test_an_unset_member_is_not_there_and_a_null_one_is() -> None:
    run = Run(run_id="r", at=None)
    assert "from" not in run
    assert run.get("from", 7) == 7
    with pytest.raises(KeyError, match="from"):
        run["from"]
    assert "at" in run
    assert run["at"] is None


def test_an_entry_map_is_a_mapping_over_its_entries_and_always_truthy() -> None:
    answer = Policies(policies={"prod": 1, "dev": 2})
    assert (answer["prod"], answer.get("x", 0), len(answer), list(answer)) == (1, 0, 2, ["prod", "dev"])
    assert dict(answer) == {"prod": 1, "dev": 2}
    assert list(answer.items()) == [("prod", 1), ("dev", 2)]
    assert list(answer.values()) == [1, 2]
    assert "prod" in answer
    assert Policies(policies={})
