"""Compares KnoxCall's pinned document with what is known of the service, and finds the reason of each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..against_facts import WHY, Difference, compare, contents, schema_shape

if TYPE_CHECKING:
    from ..document import Document, Node

__all__ = ["Difference", "differences", "unexplained"]

VERSION_HEADER = "header KnoxCall-Version"


def unexplained(pinned: Document, facts: Document) -> list[str]:
    """The differences for which the pinned document gives no reason."""
    return [str(found) for found in differences(pinned, facts) if not found.why]


def differences(pinned: Document, facts: Document) -> list[Difference]:
    """Every difference, prose aside."""
    general = pinned.root["info"].get(WHY, {})
    mine, known = _shape(pinned, ours=True), _shape(facts, ours=False)
    return list(compare(mine, known, lambda place, here, there: _general(place, here, there, general)))


def _is_cleared(place: str, mine: Any, known: Any) -> bool:
    """Whether it is a member of a change that may be null here, and is as it was otherwise."""
    return (
        place.startswith("/PATCH ")
        and "/body/" in place
        and place.endswith("/type")
        and mine == sorted([*known, "null"])
    )


def _general(place: str, mine: Any, known: Any, general: Node) -> str | None:
    """The reason of a kind of difference that goes through the whole document."""
    reason: str | None = None
    if place.endswith(VERSION_HEADER):
        reason = general.get("version-header")
    elif place == "/security":
        reason = general.get("security")
    elif mine is not None and known is not None and _is_cleared(place, mine, known):
        reason = general.get("cleared-members")
    return reason


def _shape(document: Document, *, ours: bool) -> Node:
    """All that goes over the wire, as nested maps: references followed, prose and names left out."""
    shape: Node = {
        "version": document.root["info"]["version"],
        "security": str(document.root["security"]),
        "schemas": {name: schema_shape(document, schema) for name, schema in document.schemas.items()},
    }
    for op in document.operations():
        name = op.id if ours else op.id.replace(".", "_")
        entry: Node = {"id": name, "tags": str(op.node["tags"]), "security": str(op.node.get("security"))}
        if WHY in op.node:
            entry[WHY] = op.node[WHY]
        for param in op.params:
            required = param.required
            entry[f"{param.where} {param.name}"] = {"required": required, **schema_shape(document, param.schema)}
        entry["body"] = _body(document, op.body)
        for status, answer in op.responses.items():
            entry[status] = contents(document, answer)
        shape[op.line] = entry
    return shape


def _body(document: Document, body: Node | None) -> Node | None:
    return None if body is None else {"required": body.get("required", False), **contents(document, body)}
