"""Compares the limits of numbers, texts, arrays and objects: tightened, loosened, or not to be told."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .findings import Found, same, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .findings import Place
    from .shapes import Bound, Shape

__all__ = ["compare_constraints"]

COUNTS = {
    "minLength": "length", "maxLength": "length", "minItems": "item-count", "maxItems": "item-count",
    "minProperties": "member-count", "maxProperties": "member-count",
}  # fmt: skip
# An exponent of a thousand digits is no honest limit, and dividing by it takes long.
LARGEST_STEP = 1e30


def compare_constraints(old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    """Every limit that differs."""
    for name in ("minimum", "maximum"):
        yield from _bound(name, old.bounds.get(name), new.bounds.get(name), place)
    for name, family in COUNTS.items():
        yield from _count(name, family, old, new, place)
    yield from _step(old.members.get("multipleOf"), new.members.get("multipleOf"), place)
    yield from _pattern(old.members.get("pattern"), new.members.get("pattern"), place)
    was, now = old.members.get("uniqueItems") is True, new.members.get("uniqueItems") is True
    if was != now:
        yield Found("unique-required" if now else "unique-not-required", place)
    for name in ("uniqueItems",):
        before, after = old.members.get(name, False), new.members.get(name, False)
        if not isinstance(after, bool) and not same(before, after):
            yield Found("malformed", place.at(f" · {name}"), shown(before), shown(after))


def _bound(name: str, old: Bound | None, new: Bound | None, place: Place) -> Iterator[Found]:
    if old == new:
        return
    tighter = old is None or (new is not None and _tightness(name, new) > _tightness(name, old))
    rule = "range-tightened" if tighter else "range-loosened"
    yield Found(rule, place, _limit(name, old), _limit(name, new))


def _tightness(name: str, bound: Bound) -> tuple[float, bool]:
    return (bound.value if name == "minimum" else -bound.value, bound.exclusive)


def _limit(name: str, value: object) -> str:
    return f"no {name}" if value is None else f"{name} {value}"


def _count(name: str, family: str, old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    before, after = old.members.get(name), new.members.get(name)
    if same(before, after):
        return
    if not _is_number(before) or not _is_number(after):
        yield Found("malformed", place, _limit(name, shown(before)), _limit(name, shown(after)))
        return
    lower = name.startswith("min")
    # Without a lower limit it is 0, without an upper one there is none.
    was = (0 if before is None else before) if lower else -(float("inf") if before is None else before)
    now = (0 if after is None else after) if lower else -(float("inf") if after is None else after)
    if was != now:
        rule = f"{family}-tightened" if now > was else f"{family}-loosened"
        yield Found(rule, place, _limit(name, before), _limit(name, after))


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _step(old: Any, new: Any, place: Place) -> Iterator[Found]:
    if same(old, new):
        return
    before, after = _limit("multipleOf", old), _limit("multipleOf", new)
    if old is None:
        yield Found("step-narrowed", place, before, after)
    elif new is None:
        yield Found("step-widened", place, before, after)
    elif _divides(old, new):
        yield Found("step-narrowed", place, before, after)
    elif _divides(new, old):
        yield Found("step-widened", place, before, after)
    else:
        yield Found("step-changed", place, before, after)


def _divides(small: Any, large: Any) -> bool:
    for value in (small, large):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < LARGEST_STEP:
            return False
    # 0.01 as it is written, not as binary floating point has it.
    return Fraction(str(large)) % Fraction(str(small)) == 0


def _pattern(old: Any, new: Any, place: Place) -> Iterator[Found]:
    if same(old, new):
        return
    rule = "pattern-added" if old is None else "pattern-removed" if new is None else "pattern-changed"
    yield Found(rule, place, "" if old is None else shown(old), "" if new is None else shown(new))
