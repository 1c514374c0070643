"""Compares KnoxCall's pinned document with what is known of the service, and finds the reason of each difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..document import Document, Node

__all__ = ["Difference", "differences", "unexplained"]

WHY = "x-why"
VERSION_HEADER = "header KnoxCall-Version"
MEANINGFUL = ("additionalProperties", "const", "default", "enum", "maximum", "minimum", "pattern")


@dataclass(frozen=True)
class Difference:
    """One place where the two say different things. why: the reason that the pinned document gives, if any."""

    place: str
    what: str
    why: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def unexplained(pinned: Document, facts: Document) -> list[str]:
    """The differences for which the pinned document gives no reason."""
    return [str(found) for found in differences(pinned, facts) if not found.why]


def differences(pinned: Document, facts: Document) -> list[Difference]:
    """Every difference, prose aside."""
    general = pinned.root["info"].get(WHY, {})
    mine, known = _shape(pinned, ours=True), _shape(facts, ours=False)
    return list(_compare(mine, known, "", None, general))


def _compare(mine: Any, known: Any, at: str, why: str | None, general: Node) -> Iterator[Difference]:
    if not isinstance(mine, dict) or not isinstance(known, dict):
        if mine != known:
            cleared = general.get("cleared-members") if _is_cleared(at, mine, known) else None
            yield Difference(at, f"{mine!r} for {known!r}", cleared or _general(at, general) or why)
        return
    why = mine.get(WHY, why)
    for key in [*mine, *(key for key in known if key not in mine)]:
        place = f"{at}/{key}"
        if key == WHY:
            continue
        if key not in mine:
            yield Difference(place, "is missing", _general(place, general) or why)
        elif key not in known:
            added = mine[key]
            own = added.get(WHY) if isinstance(added, dict) else None
            yield Difference(place, "is not among the facts", own or why)
        else:
            yield from _compare(mine[key], known[key], place, why, general)


def _is_cleared(place: str, mine: Any, known: Any) -> bool:
    """Whether it is a member of a change that may be null here, and is as it was otherwise."""
    return (
        place.startswith("/PATCH ")
        and "/body/" in place
        and place.endswith("/type")
        and mine == sorted([*known, "null"])
    )


def _general(place: str, general: Node) -> str | None:
    """The reason of a kind of difference that goes through the whole document."""
    reason: str | None = None
    if place.endswith(VERSION_HEADER):
        reason = general.get("version-header")
    elif place == "/security":
        reason = general.get("security")
    return reason


def _shape(document: Document, *, ours: bool) -> Node:
    """All that goes over the wire, as nested maps: references followed, prose and names left out."""
    shape: Node = {
        "version": document.root["info"]["version"],
        "security": str(document.root["security"]),
        "schemas": {name: _schema(document, schema) for name, schema in document.schemas.items()},
    }
    for op in document.operations():
        name = op.id if ours else op.id.replace(".", "_")
        entry: Node = {"id": name, "tags": str(op.node["tags"]), "security": str(op.node.get("security"))}
        if WHY in op.node:
            entry[WHY] = op.node[WHY]
        for param in op.params:
            required = param.required
            entry[f"{param.where} {param.name}"] = {"required": required, **_schema(document, param.schema)}
        entry["body"] = _body(document, op.body)
        for status, answer in op.responses.items():
            entry[status] = _contents(document, answer)
        shape[op.line] = entry
    return shape


def _body(document: Document, body: Node | None) -> Node | None:
    return None if body is None else {"required": body.get("required", False), **_contents(document, body)}


def _contents(document: Document, holder: Node) -> Node:
    found: Node = {media: _schema(document, one.get("schema", {})) for media, one in holder.get("content", {}).items()}
    found["headers"] = sorted(holder.get("headers", {}))
    if WHY in holder:
        found[WHY] = holder[WHY]
    return found


def _schema(document: Document, schema: Node) -> Node:
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
        shape["choices"] = {str(index): _schema(document, one) for index, one in enumerate(real)}
    shape.update({key: node[key] for key in MEANINGFUL if key in node})
    if isinstance(shape.get("additionalProperties"), dict):
        shape["additionalProperties"] = _schema(document, shape["additionalProperties"])
    if "items" in node:
        shape["items"] = _schema(document, node["items"])
    required = node.get("required", ())
    for name, member in node.get("properties", {}).items():
        shape[f".{name}"] = {"required": name in required, **_schema(document, member)}
    if WHY in schema:  # not that of a schema referred to, which gives the reason of its name
        shape[WHY] = schema[WHY]
    return shape
