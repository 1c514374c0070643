"""From JSON values to Python values and back, for the kinds that JSON does not have."""

from __future__ import annotations

import datetime
import enum
import re
import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "GO_ZERO_TIMES", "as_model", "as_models", "as_time", "dump", "dump_datetime", "dump_go_time", "load_date",
    "load_datetime", "load_go_time", "load_tagged", "load_union", "load_uuid", "masked", "take_aliases",
]  # fmt: skip

_fromisoformat = datetime.datetime.fromisoformat

# RFC 3339 as 3.10's fromisoformat reads it: at most six digits of a fraction, and an offset instead of "Z".
_RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)


def _load_datetime_by_pattern(text: str) -> datetime.datetime:
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise ValueError(f"not an RFC 3339 date and time: {text[:64]!r}")
    day, time, fraction, offset = match.groups()
    offset = "" if offset is None else "+00:00" if offset in "Zz" else offset
    fraction = "" if fraction is None else f".{fraction:0<6}"
    return _fromisoformat(f"{day}T{time}{fraction}{offset}")


def _load_datetime_slowly(text: str) -> datetime.datetime:
    try:
        return _load_datetime_by_pattern(text)
    except ValueError:
        # Whatever else of ISO 8601 a server may send; a dependency's import is paid only here.
        from dateutil.parser import isoparse

        return isoparse(text)


if sys.version_info >= (3, 11):

    def load_datetime(text: str) -> datetime.datetime:
        """Read an RFC 3339 date and time. Raises ValueError or TypeError."""
        try:
            return _fromisoformat(text)
        except ValueError:
            return _load_datetime_slowly(text)

else:

    def load_datetime(text: str) -> datetime.datetime:
        """Read an RFC 3339 date and time. Raises ValueError or TypeError."""
        try:
            # 3.10 knows no "Z", which is what most servers write.
            return _fromisoformat(text[:-1] + "+00:00" if text[-1:] == "Z" else text)
        except ValueError:
            return _load_datetime_slowly(text)


def dump_datetime(value: datetime.datetime) -> str:
    """Write RFC 3339, with "Z" for UTC. Raises ValueError for a naive one, which names no point in time."""
    if value.tzinfo is None:
        raise ValueError("a datetime without a time zone names no point in time: give it one (datetime.timezone.utc)")
    text = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


GO_ZERO_TIMES = ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00")
"""How Go writes a time that was never set, its own spelling first."""


def load_go_time(text: str | None) -> datetime.datetime | None:
    """Read a time as Go writes it: its zero time, which stands for none, is None."""
    return None if not text or text in GO_ZERO_TIMES else load_datetime(text)


def dump_go_time(value: datetime.datetime | None) -> str:
    """Write a time for a member that Go always sends: None as its zero time."""
    return GO_ZERO_TIMES[0] if value is None else dump_datetime(value)


def load_date(text: str) -> datetime.date:
    """Read a full-date of RFC 3339. Raises ValueError or TypeError."""
    return datetime.date.fromisoformat(text)


def load_uuid(text: str) -> UUID:
    """Read a UUID. Raises ValueError, AttributeError or TypeError."""
    return UUID(text)


def load_tagged(value: Mapping[str, Any], tag: str, table: Mapping[str, Callable[[Any], Any]]) -> Any:
    """Decode one alternative of a union that names its kind in the member `tag`.

    A kind newer than the pinned spec stays a plain mapping, with nothing lost.
    """
    load = table.get(value[tag])
    return dict(value) if load is None else load(value)


def load_union(value: Any, alternatives: tuple[tuple[Any, Callable[[Any], Any]], ...]) -> Any:
    """Decode a union that does not name its kind: the alternative that fits `value` with the fewest unknown members.

    `alternatives` are pairs of the JSON type (or types) and the decoder. A value that fits none is returned as it is.
    """
    best: Any = value
    fewest: int | None = None
    for kind, load in alternatives:
        if isinstance(value, bool) and kind is not bool and kind is not object:
            continue  # bool is an int to Python, and not one to JSON
        if not isinstance(value, kind):
            continue
        try:
            made = load(value)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        unknown = len(getattr(made, "additional_properties", ()))
        if unknown == 0:
            return made
        if fewest is None or unknown < fewest:
            best, fewest = made, unknown
    return best


def dump(value: Any) -> Any:
    """Turn models, enums, datetimes, dates and UUIDs into JSON-ready data, through lists, tuples and mappings.

    Raises TypeError for anything that has no JSON form.
    """
    if value is None or isinstance(value, (str, int, float)):
        return value.value if isinstance(value, enum.Enum) else value
    if isinstance(value, dict):
        return {key: dump(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [dump(item) for item in value]
    if isinstance(value, datetime.datetime):
        return dump_datetime(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    to_dict = getattr(value, "to_dict", None)
    if to_dict is None:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return to_dict()


# -- models that fill in defaults --------------------------------------------------------------------------------------


def masked(value: object) -> str:
    """The repr of a member that must not show: whether there is anything, and not what; of a map, the names."""
    if isinstance(value, dict):
        return repr(dict.fromkeys(value, "***"))
    return "'***'" if value else repr(value)


def take_aliases(model: Any, aliases: Mapping[str, Any]) -> None:
    """Set members by their wire names; null keeps the default, and names of no member are ignored."""
    for key, value in aliases.items():
        name = model._attribute_of.get(key)
        if name is not None and value is not None:
            setattr(model, name, value)


def as_time(value: Any) -> Any:
    """A time given to a constructor: a datetime or None as it is, RFC 3339 text as what it says."""
    return load_go_time(value) if isinstance(value, str) else value


def as_model(value: Any, model: Any) -> Any:
    """A model given to a constructor, or the mapping to make it of."""
    return model.from_dict(value) if isinstance(value, dict) else value


def as_models(values: Any, model: Any) -> Any:
    """A list of models given to a constructor, or of mappings to make them of."""
    return [model.from_dict(one) if isinstance(one, dict) else one for one in values]
