"""Compares the parameters of operations and the headers of answers: what they are called, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .documents import ref_name
from .findings import Found, Visit, same, shown
from .members import life_cycle, members_of, other_members, prose
from .schemas import compare_schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .documents import Document
    from .findings import Documents, Finding, Place

__all__ = ["compare_content", "compare_header", "compare_parameter", "compare_parameters", "normal_media", "once"]

KNOWN = frozenset(
    {"name", "in", "required", "schema", "content", "style", "explode", "allowReserved", "allowEmptyValue"}
)


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation. raw: as written, perhaps a reference. shared: the path item has it."""

    name: str
    where: str
    raw: Any
    node: dict[str, Any]
    shared: bool

    @property
    def required(self) -> bool:
        """Whether it must be sent."""
        return self.node.get("required") is True or self.where == "path"


def once(
    docs: Documents,
    kind: str,
    old: Any,
    new: Any,
    place: Place,
    compare: Callable[[Documents, Any, Any, Place], Iterator[Finding]],
) -> Iterator[Finding]:
    """Compare two nodes: where both refer to the component of one name, once for all places that do."""
    one, other = docs.old.resolve(old), docs.new.resolve(new)
    if one.lost != other.lost:
        yield Found("malformed" if other.lost else "repaired", place, one.ref or "", other.ref or "")
    if one.ref is None or one.ref != other.ref:
        yield from compare(docs, one.node, other.node, place)
        return
    label = f"{kind} {ref_name(one.ref)}"
    shared = place._replace(where=label, scope=f"{label} ({place.side})")
    yield Visit((kind, one.ref, place.side), shared, lambda at: compare(docs, one.node, other.node, at))


def compare_parameters(
    docs: Documents,
    old: tuple[Any, Any],
    new: tuple[Any, Any],
    place: Place,
    renamed: dict[str, str],
    path: str,
) -> Iterator[Finding]:
    """Compare the parameters of two operations, each given with its path item.

    renamed: placeholders of the path that have another name now. path: how a parameter of the path item is labelled.
    """
    yield from _broken(docs, old, new, place)
    before, after = _parameters(docs.old, *old), _parameters(docs.new, *new)
    pairs = {key: (renamed.get(key[0], key[0]), key[1]) if key[1] == "path" else key for key in before}
    taken = set(pairs.values())
    gone = [key for key in before if pairs[key] not in after]
    come = [key for key in after if key not in taken]
    for key in gone:
        others = [other for other in come if other[0] == key[0]]
        at = place.at(f" · {before[key].where} {before[key].name}")
        if others:
            come.remove(others[0])
            yield Found("parameter-moved", at, key[1], others[0][1])
            if after[others[0]].required and not before[key].required:
                yield Found("parameter-became-required", at)
        else:
            yield Found("parameter-removed", at)
    for key in come:
        rule = "required-parameter-added" if after[key].required else "optional-parameter-added"
        yield Found(rule, place.at(f" · {after[key].where} {after[key].name}"))
    for key, other in pairs.items():
        if other in after:
            one, two = before[key], after[other]
            label = f"{two.where} {two.name}"
            at = place._replace(where=f"{path} {label}") if one.shared and two.shared else place.at(f" · {label}")
            yield from once(docs, "parameter", one.raw, two.raw, at, compare_parameter)


def _parameters(document: Document, operation: Any, item: Any) -> dict[tuple[str, str], Parameter]:
    """Parameters by name and place, the operation's over the path's; names of headers in lower case."""
    found: dict[tuple[str, str], Parameter] = {}
    for holder, shared in ((item, True), (operation, False)):
        listed = holder.get("parameters") if isinstance(holder, dict) else None
        for raw in listed if isinstance(listed, list) else ():
            node = document.resolve(raw).node
            if not isinstance(node, dict):
                continue
            name, where = node.get("name"), node.get("in")
            if isinstance(name, str) and isinstance(where, str):
                key = (name.lower() if where == "header" else name, where)
                found[key] = Parameter(name, where, raw, node, shared)
    return found


def _broken(docs: Documents, old: tuple[Any, Any], new: tuple[Any, Any], place: Place) -> Iterator[Found]:
    """Lists of parameters that are none, and entries that are no parameters."""
    counts = []
    for document, holders in zip(docs, (old, new), strict=True):
        number = 0
        for holder in holders:
            listed = holder.get("parameters", []) if isinstance(holder, dict) else []
            if not isinstance(listed, list):
                number += 1
                continue
            for raw in listed:
                node = document.resolve(raw).node
                sound = isinstance(node, dict) and isinstance(node.get("name"), str) and isinstance(node.get("in"), str)
                number += not sound
        counts.append(number)
    if counts[0] != counts[1]:
        yield Found("malformed" if counts[1] > counts[0] else "repaired", place.at(" · parameters"))


def compare_parameter(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    """Compare two parameters of one name and place."""
    yield from members_of(old, new, place)
    a, b = (node if isinstance(node, dict) else {} for node in (old, new))
    in_path = a.get("in") == b.get("in") == "path"
    was, now = a.get("required") is True, b.get("required") is True
    if was != now and not in_path:
        yield Found("parameter-became-required" if now else "parameter-became-optional", place)
    elif was != now:
        # Part of the path: it cannot be left out whatever is written.
        yield Found("repaired" if now else "malformed", place.at(" · required"))
    for name in ("required", "allowEmptyValue"):
        if not isinstance(b.get(name, False), bool) and not same(a.get(name), b.get(name)):
            yield Found("malformed", place.at(f" · {name}"), shown(a.get(name)), shown(b.get(name)))
    empty, empties = a.get("allowEmptyValue") is True, b.get("allowEmptyValue") is True
    if empty != empties:
        yield Found("empty-value-allowed" if empties else "empty-value-refused", place)
    yield from _written(docs, a, b, place, "parameter-style-changed")


def compare_header(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    """Compare two headers of one name."""
    yield from members_of(old, new, place)
    a, b = (node if isinstance(node, dict) else {} for node in (old, new))
    was, now = a.get("required") is True, b.get("required") is True
    if was != now:
        yield Found("header-became-required" if now else "header-became-optional", place)
    yield from _written(docs, {**a, "in": "header"}, {**b, "in": "header"}, place, "header-style-changed")


def _written_as(node: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
    """Style, explode, allowReserved and the media type of a content, defaults filled in."""
    style = node.get("style", "form" if node.get("in") in ("query", "cookie") else "simple")
    content = node.get("content")
    media = sorted(map(normal_media, content)) if isinstance(content, dict) and content else None
    if media is not None:
        return None, None, None, media
    return style, node.get("explode", style == "form"), node.get("allowReserved", False), None


def _written(docs: Documents, a: dict[str, Any], b: dict[str, Any], place: Place, rule: str) -> Iterator[Finding]:
    before, after = _written_as(a), _written_as(b)
    for name, one, other in zip(("style", "explode", "allowReserved", "content"), before, after, strict=True):
        if not same(one, other) and (name in ("style", "content") or None not in (before[0], after[0])):
            yield Found(rule, place.at(f" · {name}"), shown(one), shown(other))
    yield from prose(a, b, place)
    yield from life_cycle(a, b, place)
    if before[3] is None and after[3] is None:
        yield from compare_schemas(docs, a.get("schema", True), b.get("schema", True), place)
    else:
        yield from compare_content(docs, a.get("content", {}), b.get("content", {}), place, added=False)
    yield from other_members(a, b, place, KNOWN)


def normal_media(name: str) -> str:
    """A media type in lower case and without spaces; it is compared without regard to either."""
    return "".join(name.lower().split())


def compare_content(docs: Documents, old: Any, new: Any, place: Place, *, added: bool = True) -> Iterator[Finding]:
    """Compare bodies by media type. added: whether types that come and go are findings here."""
    yield from members_of({} if old is None else old, {} if new is None else new, place.at(" · content"))
    before, after = (
        {normal_media(name): node for name, node in part.items()} if isinstance(part, dict) else {}
        for part in (old, new)
    )
    several = len(before) > 1 or len(after) > 1
    for name in sorted({**before, **after}):
        if name not in before or name not in after:
            if added:
                rule = "media-type-added" if name in after else "media-type-removed"
                yield Found(rule, place, *(("", name) if name in after else (name, "")))
            continue
        at = place.at(f" · {name}") if several else place
        yield from members_of(before[name], after[name], at)
        a, b = (node if isinstance(node, dict) else {} for node in (before[name], after[name]))
        yield from prose(a, b, at)
        yield from compare_schemas(docs, a.get("schema", True), b.get("schema", True), at)
        if not same(a.get("encoding", {}), b.get("encoding", {})):
            yield Found("encoding-changed", at, shown(a.get("encoding", {})), shown(b.get("encoding", {})))
        yield from other_members(a, b, at, frozenset({"schema", "encoding"}))
