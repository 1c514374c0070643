"""Compares two schemas, on one side of the wire: what may be sent, or what may come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .constraints import compare_constraints
from .documents import ref_name, reference
from .findings import Found, Place, Visit, identity, same, shown
from .members import changed_prose, life_cycle, other_members
from .shapes import outline, shape_of
from .variants import branch_of, compare_unions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .documents import Document
    from .findings import Documents, Finding
    from .shapes import Outline, Shape

__all__ = ["compare_schemas"]

# What rules below look at, or what has no meaning of its own.
KNOWN = frozenset({
    "items", "prefixItems", "additionalProperties", "default", "format", "readOnly",
    "writeOnly", "discriminator", "$schema", "$defs", "definitions", "patternProperties",
    "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf", "pattern",
    "uniqueItems",
})  # fmt: skip
# A hint for forms, beside no format at all: neither says which texts are allowed.
NO_FORMATS = {"null", '"password"'}
# Each value of the first is one of the second.
ACCESS = ("readOnly", "writeOnly")
WIDER_FORMATS = {
    ('"int32"', '"int64"'),
    ('"float"', '"double"'),
    ('"uri"', '"uri-reference"'),
    ('"uri"', '"iri"'),
    ('"email"', '"idn-email"'),
}


def compare_schemas(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    """Compare here what is written here, and ask for a visit of each shared component that both refer to."""
    if _plain(old) and repr(old) == repr(new):
        return  # equal to the type of each value, and nothing in it to follow
    a, b = outline(old), outline(new)
    if a.alone and b.alone:
        yield from changed_prose(_layer_prose(a), _layer_prose(b), place)
        yield from _null_beside(a, b, place)
        yield _visit(docs, a.alone, b.alone, place)
        return
    shared = [ref for ref in a.refs if ref in b.refs]
    for ref in shared:
        yield _visit(docs, ref, ref, place)
    rest_a, rest_b = _without(a, shared), _without(b, shared)
    if not rest_a.refs and not rest_b.refs:
        # Where the parts beside the shared ones are equal, so is what they make of them.
        kinds = _kinds(docs, a, b) if shared and rest_a != rest_b else None
        yield from _compare_outlines(docs, rest_a, rest_b, place, kinds)
        return
    # Following references here could lead round in circles, so each such pair is looked at once as well.
    key = ("inline", identity([old, new]), place.side)
    yield Visit(key, place, lambda at: _compare_outlines(docs, rest_a, rest_b, at, _kinds(docs, a, b)))


def _plain(node: Any) -> bool:
    """Whether a schema holds no other schema and no reference, as most properties do."""
    return isinstance(node, dict) and "$ref" not in node and not any(isinstance(v, (dict, list)) for v in node.values())


def _visit(docs: Documents, old_ref: str, new_ref: str, place: Place) -> Visit:
    name = ref_name(new_ref) if old_ref == new_ref else f"{ref_name(old_ref)} -> {ref_name(new_ref)}"
    at = Place(f"schema {name}", place.side, f"schema {name} ({place.side})")

    def compare(here: Place) -> Iterator[Finding]:
        yield from _reference_state(docs, old_ref, new_ref, here)
        yield from compare_schemas(docs, docs.old.component(old_ref), docs.new.component(new_ref), here)

    return Visit(("schema", old_ref, new_ref, place.side), at, compare)


def _reference_state(docs: Documents, old_ref: str, new_ref: str, place: Place) -> Iterator[Found]:
    was, now = docs.old.resolve({"$ref": old_ref}).lost, docs.new.resolve({"$ref": new_ref}).lost
    if was != now:
        yield Found("malformed" if now else "repaired", place, old_ref, new_ref)


def _without(taken: Outline, refs: list[str]) -> Outline:
    return taken._replace(refs=tuple(ref for ref in taken.refs if ref not in refs))


def _kinds(docs: Documents, a: Outline, b: Outline) -> tuple[Shape, Shape]:
    return shape_of(docs.old, a), shape_of(docs.new, b)


def _null_beside(a: Outline, b: Outline, place: Place) -> Iterator[Found]:
    if a.null != b.null:
        yield Found("null-allowed" if b.null else "null-refused", place)


def _layer_prose(taken: Outline) -> dict[str, Any]:
    return {key: value for layer in taken.layers for key, value in layer.items()}


def _compare_outlines(
    docs: Documents, a: Outline, b: Outline, place: Place, kinds: tuple[Shape, Shape] | None
) -> Iterator[Finding]:
    """Compare two outlines; kinds: the whole shapes, where parts of them are looked at elsewhere."""
    old, new = shape_of(docs.old, a), shape_of(docs.new, b)
    if old.broken != new.broken:
        yield Found("malformed" if new.broken else "repaired", place)
    whole_old, whole_new = kinds or (old, new)
    alone = branch_of(whole_old, a), branch_of(whole_new, b)
    if (alone[0] is None) != (alone[1] is None) and not whole_old.anything and not whole_new.anything:
        # One side is a bare union and the other is not: that may be its one variant so far.
        told = new.prose if alone[1] is None else old.prose
        yield from changed_prose({}, told, place)
        yield from _null(whole_old, whole_new, place)
        yield from compare_unions(docs, whole_old, whole_new, place, compare_schemas, alone)
        return
    yield from changed_prose(old.prose, new.prose, place)
    yield from _types(whole_old, whole_new, place)
    if whole_old.types != whole_new.types and (_disjoint(whole_old, whole_new) or old.anything or new.anything):
        return  # nothing they say can be set side by side
    yield from _enum(old, new, place)
    yield from _format(old, new, place)
    yield from _default(old, new, place)
    yield from compare_constraints(old, new, place)
    yield from _objects(docs, old, new, place)
    yield from _arrays(docs, old, new, place)
    yield from compare_unions(docs, old, new, place, compare_schemas, None)
    yield from life_cycle(old.members, new.members, place)
    yield from other_members(old.members, new.members, place, KNOWN)


def _types(old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    before, after = _type_text(old), _type_text(new)
    if old.types == new.types:
        yield from _null(old, new, place)
        return
    if new.types is not None and (old.types is None or new.types < old.types):
        rule = "type-narrowed"
    elif old.types is not None and (new.types is None or new.types > old.types):
        rule = "type-widened"
    else:
        rule = "type-changed"
    # A type out of nothing but a union or an enum is no news: their own rules speak.
    if not (old.types is None and old.enum is not None and _fits(old.enum, new.types)) and not (
        new.types is None and new.enum is not None and _fits(new.enum, old.types)
    ):
        yield Found(rule, place, before, after)
    yield from _null(old, new, place)


def _disjoint(old: Shape, new: Shape) -> bool:
    return old.types is not None and new.types is not None and not old.types & new.types


def _null(old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    if old.null is not None and new.null is not None and old.null != new.null:
        yield Found("null-allowed" if new.null else "null-refused", place)


def _fits(values: tuple[Any, ...], types: frozenset[str] | None) -> bool:
    return types is not None and all(_type_of(value) in types for value in values)


def _type_of(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def _type_text(shape: Shape) -> str:
    if shape.types is None:
        return "any"
    shown_types = shape.types - {"integer"} if "number" in shape.types else shape.types
    return " or ".join(sorted(shown_types)) or "nothing"


def _enum(old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    if old.enum is None and new.enum is None:
        return
    if old.enum is None or new.enum is None:
        closed = new.enum is not None
        values = ", ".join(shown(value) for value in (new.enum or old.enum or ())[:12])
        yield Found("enum-closed" if closed else "enum-opened", place, *(("", values) if closed else (values, "")))
        return
    before, after = ({identity(value): value for value in values} for values in (old.enum, new.enum))
    for key, value in before.items():
        if key not in after:
            yield Found("enum-value-removed", place, shown(value), "")
    for key, value in after.items():
        if key not in before:
            yield Found("enum-value-added", place, "", shown(value))


def _format(old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    before, after = old.members.get("format"), new.members.get("format")
    if same(before, after):
        return
    if {shown(before), shown(after)} <= NO_FORMATS:
        rule = "format-hint-changed"
    elif before is None:
        rule = "format-added"
    elif after is None:
        rule = "format-removed"
    elif (shown(before), shown(after)) in WIDER_FORMATS:
        rule = "format-widened"
    elif (shown(after), shown(before)) in WIDER_FORMATS:
        rule = "format-narrowed"
    else:
        rule = "format-changed"
    yield Found(rule, place, shown(before), shown(after))


def _default(old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    had, has = "default" in old.members, "default" in new.members
    before, after = old.members.get("default"), new.members.get("default")
    if had != has or not same(before, after):
        yield Found("default-changed", place, shown(before) if had else "none", shown(after) if has else "none")


def _objects(docs: Documents, old: Shape, new: Shape, place: Place) -> Iterator[Finding]:
    hidden_old, hidden_new = _hidden(docs.old, old, place), _hidden(docs.new, new, place)
    had = {name: node for name, node in old.properties.items() if name not in hidden_old}
    has = {name: node for name, node in new.properties.items() if name not in hidden_new}
    for name in sorted({**had, **has}):
        at = place.at(f".{name}")
        needed, needs = name in old.required, name in new.required
        if name not in has:
            yield Found("required-property-removed" if needed else "optional-property-removed", at)
        elif name not in had:
            yield Found("required-property-added" if needs else "optional-property-added", at)
        else:
            yield from _needed(needed, needs, at)
            yield from _access(docs, had[name], has[name], at)
            yield from compare_schemas(docs, had[name], has[name], at)
    for name in sorted((old.required ^ new.required) - {*old.properties, *new.properties}):
        # Required of what another part of the schema describes, or nothing does.
        yield from _needed(name in old.required, name in new.required, place.at(f".{name}"))
    yield from _additional(docs, old, new, place)
    yield from _patterns(docs, old, new, place)


def _needed(was: bool, now: bool, place: Place) -> Iterator[Found]:
    if was != now:
        yield Found("property-became-required" if now else "property-became-optional", place)


def _hidden(document: Document, shape: Shape, place: Place) -> set[str]:
    """The properties that are not on this side: readOnly ones are never sent, writeOnly ones never come back."""
    flag = {"request": "readOnly", "response": "writeOnly"}.get(place.side)
    return {name for name, node in shape.properties.items() if flag in _access_of(document, node)}


def _access_of(document: Document, node: Any) -> frozenset[str]:
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict):
            continue
        found.update(flag for flag in ACCESS if part.get(flag) is True)
        branches = part.get("allOf")
        waiting += branches if isinstance(branches, list) else ()
        ref = reference(part)
        if ref is not None and ref not in seen:
            seen.add(ref)
            waiting.append(document.component(ref))
    return frozenset(found)


def _access(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Found]:
    before, after = _access_of(docs.old, old), _access_of(docs.new, new)
    if before != after:
        yield Found("access-changed", place, ", ".join(sorted(before)), ", ".join(sorted(after)))


def _additional(docs: Documents, old: Shape, new: Shape, place: Place) -> Iterator[Finding]:
    before, after = old.members.get("additionalProperties", True), new.members.get("additionalProperties", True)
    if (before is False) != (after is False):
        rule = "additional-refused" if after is False else "additional-allowed"
        yield Found(rule, place, shown(before), shown(after))
    elif before is not False and (before is not True or after is not True):
        yield from compare_schemas(docs, before, after, place.at(".*"))


def _patterns(docs: Documents, old: Shape, new: Shape, place: Place) -> Iterator[Finding]:
    before, after = old.members.get("patternProperties"), new.members.get("patternProperties")
    if not isinstance(before, dict) or not isinstance(after, dict):
        if not same(before, after):
            yield Found("member-changed", place.at(" · patternProperties"), shown(before), shown(after))
        return
    for pattern in sorted({**before, **after}):
        at = place.at(f".[{pattern}]")
        if pattern in before and pattern in after:
            yield from compare_schemas(docs, before[pattern], after[pattern], at)
        else:
            yield Found("member-changed", at)


def _arrays(docs: Documents, old: Shape, new: Shape, place: Place) -> Iterator[Finding]:
    before, after = _tuple(old), _tuple(new)
    if "prefixItems" in new.members and not isinstance(new.members["prefixItems"], list):
        yield Found("malformed", place.at(" · prefixItems"))
    if len(before) != len(after):
        yield Found("tuple-changed", place, str(len(before)), str(len(after)))
    for number, (one, other) in enumerate(zip(before, after, strict=False)):
        yield from compare_schemas(docs, one, other, place.at(f"[{number}]"))
    if "items" in old.members or "items" in new.members:
        yield from compare_schemas(docs, old.members.get("items", True), new.members.get("items", True), place.at("[]"))


def _tuple(shape: Shape) -> list[Any]:
    places = shape.members.get("prefixItems")
    return places if isinstance(places, list) else []
