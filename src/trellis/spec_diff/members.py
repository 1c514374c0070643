"""Compares what every object of a document can have: prose, extensions, a life cycle, members no rule is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .findings import Found, same, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .findings import Place

__all__ = ["PROSE", "changed_prose", "life_cycle", "members_of", "other_members", "prose"]

PROSE = frozenset({
    "description", "summary", "title", "example", "examples", "externalDocs", "$comment", "x-why",
})  # fmt: skip
"""Members for people; what they say changes nothing on the wire."""
SUNSET = ("x-sunset", "x-sunset-date", "sunset")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LIFE_CYCLE = frozenset({"deprecated", *SUNSET})
ABSENT = object()


def members_of(old: Any, new: Any, place: Place) -> Iterator[Found]:
    """Say so where one of two nodes is no object and the other is, or both are not and differ."""
    if not isinstance(new, dict) and not (isinstance(old, type(new)) and same(old, new)):
        yield Found("malformed", place, shown(old), shown(new))
    elif isinstance(new, dict) and not isinstance(old, dict):
        yield Found("repaired", place, shown(old), shown(new))


def prose(old: Any, new: Any, place: Place) -> Iterator[Found]:
    """Changes of text for people in two objects."""
    if isinstance(old, dict) and isinstance(new, dict):
        yield from changed_prose(_only(old, PROSE), _only(new, PROSE), place)


def changed_prose(old: Mapping[str, Any], new: Mapping[str, Any], place: Place) -> Iterator[Found]:
    """One finding that names every member of prose that differs."""
    names = [name for name in sorted({**old, **new}) if not _same_member(old, new, name)]
    if names:
        yield Found("prose-changed", place, "", ", ".join(names))


def life_cycle(old: Mapping[str, Any], new: Mapping[str, Any], place: Place) -> Iterator[Found]:
    """Deprecation and the date of removal."""
    was, now = old.get("deprecated") is True, new.get("deprecated") is True
    if was != now:
        yield Found("deprecated" if now else "undeprecated", place)
    for name in SUNSET:
        before, after = old.get(name), new.get(name)
        if name in old and name in new and same(before, after):
            continue
        if name in new and name not in old:
            yield Found("sunset-set", place, "", shown(after))
        elif name in old and name not in new:
            yield Found("sunset-removed", place, shown(before), "")
        elif name in old:
            later = _date(after) > _date(before) > ""
            yield Found("sunset-later" if later else "sunset-earlier", place, shown(before), shown(after))


def _date(value: Any) -> str:
    """The day that a text begins with; empty without one."""
    return value[:10] if isinstance(value, str) and DATE.match(value) else ""


def other_members(
    old: Mapping[str, Any], new: Mapping[str, Any], place: Place, known: frozenset[str]
) -> Iterator[Found]:
    """Members that differ and that no other rule looks at, so that nothing that changed goes unsaid."""
    for name in sorted({**old, **new}.keys() - known - PROSE - LIFE_CYCLE):
        if _same_member(old, new, name):
            continue
        rule = "extension-changed" if name.startswith("x-") else "member-changed"
        before = shown(old[name]) if name in old else ""
        after = shown(new[name]) if name in new else ""
        yield Found(rule, place.at(f" · {name}"), before, after)
    if "deprecated" in old or "deprecated" in new:
        values = (old.get("deprecated", False), new.get("deprecated", False))
        if not all(isinstance(value, bool) for value in values) and not same(*values):
            yield Found("malformed", place.at(" · deprecated"), shown(values[0]), shown(values[1]))


def _same_member(old: Mapping[str, Any], new: Mapping[str, Any], name: str) -> bool:
    before, after = old.get(name, ABSENT), new.get(name, ABSENT)
    if before is ABSENT or after is ABSENT:
        return before is after
    return same(before, after)


def _only(node: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name in names}
