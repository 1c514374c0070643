"""Compares a pinned document with what is known of its service, and finds the reason of each difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .document import Document, Node

__all__ = ["WHY", "Difference", "compare", "contents", "schema_shape"]

WHY = "x-why"
MEANINGFUL = ("additionalProperties", "const", "default", "enum", "maximum", "minimum", "pattern")


@dataclass(frozen=True)
class Difference:
    """One place where the two say different things. why: the reason that the pinned document gives, if any."""

    place: str
    what: str
    why: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def compare(
    mine: Any, known: Any, general: Callable[[str, Any, Any], str | None], at: str = "", why: str | None = None
) -> Iterator[Difference]:
    """The differences of two shapes.

    general: the reason of what goes through the whole document, by place and by what stands there on either side, None
    on the side where nothing does.
    """
    if not isinstance(mine, dict) or not isinstance(known, dict):
        if mine != known:
            yield Difference(at, f"{mine!r} for {known!r}", general(at, mine, known) or why)
        return
    why = mine.get(WHY, why)
    for key in [*mine, *(key for key in known if key not in mine)]:
        place = f"{at}/{key}"
        if key == WHY:
            continue
        if key not in mine:
            yield Difference(place, "is missing", general(place, None, known[key]) or why)
        elif key not in known:
            added = mine[key]
            own = added.get(WHY) if isinstance(added, dict) else None
            yield Difference(place, "is not among the facts", own or general(place, added, None) or why)
        else:
            yield from compare(mine[key], known[key], general, place, why)


def contents(document: Document, holder: Node) -> Node:
    """What a body or an answer holds."""
    found: Node = {
        media: schema_shape(document, one.get("schema", {})) for media, one in holder.get("content", {}).items()
    }
    found["headers"] = sorted(holder.get("headers", {}))
    if WHY in holder:
        found[WHY] = holder[WHY]
    return found


def schema_shape(document: Document, schema: Node, meaningful: tuple[str, ...] = MEANINGFUL) -> Node:
    """A schema without names, prose and the choice between two spellings of "or null"."""
    node = document.resolve(schema)
    choices = [document.resolve(one) for one in node.get("anyOf") or node.get("oneOf") or ()]
    real = [one for one in choices if one.get("type") != "null"]
    nullable = len(real) < len(choices)
    if len(real) == 1:
        node = {**node, **real[0]}
    kinds = node.get("type", "string" if isinstance(node.get("const", node.get("enum")), (str, list)) else ())
    names = {kinds} if isinstance(kinds, str) else set(kinds)
    shape: Node = {"type": sorted(names | ({"null"} if nullable else set()))}
    if len(real) > 1:
        shape["choices"] = {str(index): schema_shape(document, one, meaningful) for index, one in enumerate(real)}
    shape.update({key: node[key] for key in meaningful if key in node})
    if isinstance(shape.get("additionalProperties"), dict):
        shape["additionalProperties"] = schema_shape(document, shape["additionalProperties"], meaningful)
    if "items" in node:
        shape["items"] = schema_shape(document, node["items"], meaningful)
    required = node.get("required", ())
    for name, member in node.get("properties", {}).items():
        shape[f".{name}"] = {"required": name in required, **schema_shape(document, member, meaningful)}
    if WHY in schema:  # not that of a schema referred to, which gives the reason of its name
        shape[WHY] = schema[WHY]
    return shape
