"""Compares oneOf and anyOf, branch by branch whatever their order, and the discriminator that tells branches apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .documents import ref_name, reference
from .findings import Found, identity, same, shown
from .members import PROSE, other_members
from .shapes import outline, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .documents import Document
    from .findings import Documents, Finding, Place
    from .shapes import Outline, Shape, Union

__all__ = ["branch_of", "compare_unions"]

SCHEMAS = "#/components/schemas/"
# Beyond this many unmatched branches on either side they are listed, not paired: pairing looks at each with each.
MOST_TO_PAIR = 64


def branch_of(shape: Shape, taken: Outline) -> Any:
    """The schema as what could be one branch of a union: itself, without null. None if it is nothing but a union."""
    bare = shape.types is None and shape.enum is None and not shape.properties and not shape.required
    if bare and len(shape.unions) == 1 and not shape.members.keys() - PROSE - {"discriminator"}:
        return None
    parts: list[Any] = [{"$ref": ref} for ref in taken.refs]
    parts += taken.layers
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def compare_unions(
    docs: Documents,
    old: Shape,
    new: Shape,
    place: Place,
    compare: Callable[[Documents, Any, Any, Place], Iterator[Finding]],
    alone: tuple[Any, Any] | None,
) -> Iterator[Finding]:
    """Compare the unions of two shapes.

    alone: where one schema is a bare union (None here) and the other is not, the other as a branch.
    """
    if alone is not None:
        old_branches = list(old.unions[0].branches) if alone[0] is None else [alone[0]]
        new_branches = list(new.unions[0].branches) if alone[1] is None else [alone[1]]
        yield from _branches(docs, old_branches, new_branches, place, compare)
        yield from _discriminators(old, new, place)
        return
    for number in range(max(len(old.unions), len(new.unions))):
        before = old.unions[number] if number < len(old.unions) else None
        after = new.unions[number] if number < len(new.unions) else None
        if before is None or after is None:
            yield Found("variants-imposed" if before is None else "variants-lifted", place)
            continue
        yield from _kind(before, after, place)
        yield from _branches(docs, list(before.branches), list(after.branches), place, compare)
    yield from _discriminators(old, new, place)


def _kind(old: Union, new: Union, place: Place) -> Iterator[Found]:
    if old.kind != new.kind:
        yield Found("variants-widened" if new.kind == "anyOf" else "variants-narrowed", place, old.kind, new.kind)


def _branches(
    docs: Documents,
    old: list[Any],
    new: list[Any],
    place: Place,
    compare: Callable[[Documents, Any, Any, Place], Iterator[Finding]],
) -> Iterator[Finding]:
    pairs, gone, come = _matched(docs, old, new)
    for one, other in pairs:
        yield from compare(docs, one, other, place.at(f"|{_label(docs.new, other, new)}"))
    for branch in gone:
        yield Found("variant-removed", place, _label(docs.old, branch, old), "")
    for branch in come:
        yield Found("variant-added", place, "", _label(docs.new, branch, new))


def _matched(docs: Documents, old: list[Any], new: list[Any]) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Branches that belong together, those that are gone, those that are new."""
    pairs = []
    waiting: dict[str, list[Any]] = {}
    for branch in new:
        waiting.setdefault(_exactly(branch), []).append(branch)
    gone = []
    for branch in old:
        found = waiting.get(_exactly(branch))
        if found:
            pairs.append((branch, found.pop(0)))
        else:
            gone.append(branch)
    come = [branch for branches in waiting.values() for branch in branches]
    if max(len(gone), len(come)) > MOST_TO_PAIR:
        return pairs, gone, come
    unpaired = []
    for branch in gone:
        alike = [(score, -at) for at, other in enumerate(come) if (score := _likeness(docs, branch, other))]
        if alike:
            pairs.append((branch, come.pop(-max(alike)[1])))
        else:
            unpaired.append(branch)
    return pairs, unpaired, come


def _exactly(branch: Any) -> str:
    ref = reference(branch)
    if ref is not None:
        return f"ref {ref}"
    plain = {key: value for key, value in branch.items() if key not in PROSE} if isinstance(branch, dict) else branch
    return identity(plain)


def _likeness(docs: Documents, old: Any, new: Any) -> int:
    """How probable it is that one branch became the other; 0 where they are two different variants."""
    old_ref, new_ref = reference(old), reference(new)
    if old_ref and new_ref and (_there(docs.new, old_ref) or _there(docs.old, new_ref)):
        return 0  # neither was renamed
    if isinstance(old, dict) and isinstance(new, dict) and "title" in old and same(old["title"], new.get("title")):
        return 1000
    a, b = shape_of(docs.old, outline(old)), shape_of(docs.new, outline(new))
    if a.types != b.types:
        return 0
    if a.properties or b.properties:
        return len(a.properties.keys() & b.properties.keys())
    return 1


def _there(document: Document, ref: str) -> bool:
    return not document.resolve({"$ref": ref}).lost


def _label(document: Document, branch: Any, branches: list[Any]) -> str:
    ref = reference(branch)
    if ref is not None:
        return ref_name(ref)
    if isinstance(branch, dict) and isinstance(branch.get("title"), str):
        return str(branch["title"])
    types = shape_of(document, outline(branch)).types
    number = next((at for at, other in enumerate(branches) if other is branch), 0)
    return " or ".join(sorted(types)) if types else f"variant {number + 1}"


def _discriminators(old: Shape, new: Shape, place: Place) -> Iterator[Found]:
    before, after = old.members.get("discriminator"), new.members.get("discriminator")
    if same(before, after):
        return
    if not isinstance(before, dict) or not isinstance(after, dict):
        if isinstance(after, dict):
            yield Found("discriminator-added", place, "", shown(after.get("propertyName")))
        elif after is None:
            yield Found("discriminator-removed", place, shown(before), "")
        else:
            yield Found("malformed", place.at(" · discriminator"), shown(before), shown(after))
        return
    if not same(before.get("propertyName"), after.get("propertyName")):
        yield Found("discriminator-changed", place, shown(before.get("propertyName")), shown(after.get("propertyName")))
    had, has = _mapping(before), _mapping(after)
    for value in sorted({**had, **has}):
        at = place.at(f"|{value}")
        if value not in has:
            yield Found("discriminator-value-removed", at, had[value], "")
        elif value not in had:
            yield Found("discriminator-value-added", at, "", has[value])
        elif had[value] != has[value]:
            yield Found("discriminator-value-changed", at, had[value], has[value])
    told = before.get("mapping", {}), after.get("mapping", {})
    if not all(isinstance(mapping, dict) for mapping in told) and not same(*told):
        yield Found("malformed", place.at(" · mapping"), shown(told[0]), shown(told[1]))
    yield from other_members(before, after, place.at(" · discriminator"), frozenset({"propertyName", "mapping"}))


def _mapping(discriminator: dict[str, Any]) -> dict[str, str]:
    """Values with the schema each names; the specification allows a bare name for a reference."""
    mapping = discriminator.get("mapping")
    if not isinstance(mapping, dict):
        return {}
    return {value: shown(name).strip('"').removeprefix(SCHEMAS) for value, name in mapping.items()}
