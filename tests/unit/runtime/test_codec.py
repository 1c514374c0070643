"""Dates, identifiers and unions, from JSON and back."""

from __future__ import annotations

import datetime
import enum
import subprocess
import sys
from typing import Any
from uuid import UUID

import pytest

from trellis.core.runtime import codec
from trellis.core.runtime.enums import OpenStrEnum
from trellis.core.runtime.objects import OpenObject

UTC = datetime.timezone.utc
PLUS2 = datetime.timezone(datetime.timedelta(hours=2))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-10T12:34:56Z", datetime.datetime(2026, 5, 10, 12, 34, 56, tzinfo=UTC)),
        ("2026-05-10t12:34:56z", datetime.datetime(2026, 5, 10, 12, 34, 56, tzinfo=UTC)),
        ("2026-05-10 12:34:56Z", datetime.datetime(2026, 5, 10, 12, 34, 56, tzinfo=UTC)),
        ("2026-05-10T12:34:56.5Z", datetime.datetime(2026, 5, 10, 12, 34, 56, 500000, tzinfo=UTC)),
        ("2026-05-10T12:34:56.123456789Z", datetime.datetime(2026, 5, 10, 12, 34, 56, 123456, tzinfo=UTC)),
        ("2026-05-10T12:34:56+02:00", datetime.datetime(2026, 5, 10, 12, 34, 56, tzinfo=PLUS2)),
        ("2026-05-10T12:34:56.1234+02:00", datetime.datetime(2026, 5, 10, 12, 34, 56, 123400, tzinfo=PLUS2)),
        ("2026-05-10T12:34:56", datetime.datetime(2026, 5, 10, 12, 34, 56)),
        ("20260510T123456Z", datetime.datetime(2026, 5, 10, 12, 34, 56, tzinfo=UTC)),
    ],
)
def test_datetimes_are_read(text: str, moment: datetime.datetime) -> None:
    read = codec.load_datetime(text)
    assert read == moment
    assert read.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-05-10T25:00:00Z", 5, None])
def test_what_is_no_datetime_is_refused(text: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        codec.load_datetime(text)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), "2026-01-02T03:04:05.000006Z"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=PLUS2), "2026-01-02T03:04:05+02:00"),
    ],
)
def test_datetimes_are_written(moment: datetime.datetime, text: str) -> None:
    assert codec.dump_datetime(moment) == text
    assert codec.load_datetime(text) == moment


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        codec.dump_datetime(datetime.datetime(2026, 1, 2))


def test_the_common_forms_do_not_load_dateutil() -> None:
    code = (
        "import sys; from trellis.core.runtime.codec import load_datetime as l;"
        "l('2026-05-10T12:34:56Z'); l('2026-05-10T12:34:56.123456789Z'); l('2026-05-10T12:34:56.5+02:00');"
        "sys.exit('dateutil' in sys.modules or 'httpx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class Colour(OpenStrEnum):
    """One colour."""

    RED = "red"


class Plain(enum.Enum):
    """An enum that is no text."""

    A = "a"


class Thing(OpenObject[Any]):
    """Any object."""

    __slots__ = ()


def test_dump_goes_through_everything() -> None:
    value = {
        "c": Colour.RED,
        "when": (datetime.datetime(2026, 1, 2, tzinfo=UTC), datetime.date(2026, 1, 3)),
        "id": UUID(int=1),
        "in": [Thing({"c": Colour("x")}), None, True, 1.5],
    }
    dumped = codec.dump(value)
    assert dumped == {
        "c": "red",
        "when": ["2026-01-02T00:00:00Z", "2026-01-03"],
        "id": "00000000-0000-0000-0000-000000000001",
        "in": [{"c": "x"}, None, True, 1.5],
    }
    assert type(dumped["c"]) is str


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", 1j])
def test_dump_refuses_what_json_has_not(value: Any) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        codec.dump(value)


def test_a_tagged_union_decodes_by_its_tag_and_keeps_what_it_does_not_know() -> None:
    table = {"t": Thing.from_dict}
    assert codec.load_tagged({"kind": "t", "a": 1}, "kind", table) == Thing({"kind": "t", "a": 1})
    assert codec.load_tagged({"kind": "new", "a": 1}, "kind", table) == {"kind": "new", "a": 1}
    with pytest.raises(KeyError):
        codec.load_tagged({"a": 1}, "kind", table)


class Narrow:
    """Needs `a`, and keeps the rest apart."""

    def __init__(self, src: dict[str, Any]) -> None:
        self.a = src["a"]
        self.additional_properties = {k: v for k, v in src.items() if k != "a"}


class Wide:
    """Needs `a` and `b`."""

    def __init__(self, src: dict[str, Any]) -> None:
        self.a, self.b = src["a"], src["b"]
        self.additional_properties = {k: v for k, v in src.items() if k not in ("a", "b")}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"a": 1}, Narrow),
        ({"a": 1, "b": 2}, Wide),
        ({"a": 1, "b": 2, "c": 3}, Wide),
        ({"a": 1, "c": 3}, Narrow),
        ({"z": 1}, dict),
        ("text", str),
        (5, int),
        (True, bool),
        ([1], list),
    ],
)
def test_an_untagged_union_takes_what_fits_best(value: Any, kind: type) -> None:
    alternatives = ((dict, Narrow), (dict, Wide), (int, int), (str, str))
    assert type(codec.load_union(value, alternatives)) is kind


def test_true_is_no_number_in_a_union() -> None:
    assert codec.load_union(True, ((int, lambda value: value + 100),)) is True


@pytest.mark.parametrize(
    ("load", "text", "value"),
    [
        (codec.load_date, "2026-05-10", datetime.date(2026, 5, 10)),
        (codec.load_uuid, "00000000-0000-0000-0000-000000000001", UUID(int=1)),
    ],
)
def test_dates_and_identifiers(load: Any, text: str, value: Any) -> None:
    assert load(text) == value
    with pytest.raises(ValueError, match=r".+"):
        load("x")
