"""Compares Convox's pinned document with what is known of the server, and finds the reason of each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..against_facts import WHY, Difference, compare, contents, schema_shape

if TYPE_CHECKING:
    from ..document import Document, Node, Parameter

__all__ = ["Difference", "differences", "unexplained"]

MEANINGFUL = ("additionalProperties", "const", "default", "enum", "format", "maximum", "minimum", "pattern")
ENCODINGS = {
    "comma-list": "comma",
    "urlencoded-map": "map",
    "20060102.150405.000000000": "go-time",
}
"""How the facts write an encoding, where the pinned document has a word for it."""
EXTENSIONS = ("x-transport", "x-role", "x-any-method")


def unexplained(pinned: Document, facts: Document) -> list[str]:
    """The differences for which the pinned document gives no reason."""
    return [str(found) for found in differences(pinned, facts) if not found.why]


def differences(pinned: Document, facts: Document) -> list[Difference]:
    """Every difference, prose aside. facts: read with its fields of forms as parameters, too."""
    general = pinned.root["info"].get(WHY, {})
    mine, known = _shape(pinned, ours=True), _shape(facts, ours=False)
    return list(compare(mine, known, lambda place, here, there: _general(place, here, there, general)))


def _general(place: str, mine: Any, known: Any, general: Node) -> str | None:
    """The reason of a kind of difference that goes through the whole document."""
    last = place.rpartition("/")[2]
    reason: str | None = None
    if place == "/version":
        reason = general.get("version")
    elif last == "format" and (mine, known) == ("password", None):
        reason = general.get("secrets")
    elif place.endswith("/default/text/plain") and mine is None:
        reason = general.get("accept")
    elif "/header " in place and last == "encoding" and (mine, known) == ("utf-8", ""):
        reason = general.get("text-in-headers")
    elif last == "style" and (mine, known) == ("deepObject", "form"):
        reason = general.get("maps")
    elif place in ("/schemas/AppBudgetStatus", "/schemas/Error"):
        reason = general.get("named-schemas")
    return reason


def _shape(document: Document, *, ours: bool) -> Node:
    """All that goes over the wire, as nested maps: references followed, prose and names left out."""
    shape: Node = {
        "version": document.root["info"]["version"],
        "security": str(document.root["security"]),
        "schemas": {name: schema_shape(document, schema, MEANINGFUL) for name, schema in document.schemas.items()},
    }
    for op in document.operations():
        name = op.id if ours else op.id.replace(".", "_")
        entry: Node = {"id": name, "tags": str(op.node["tags"]), "security": str(op.node.get("security"))}
        entry.update({key: op.node.get(key) for key in EXTENSIONS})
        for param in op.params:
            entry[f"{param.where} {param.name}"] = _parameter(document, param, ours=ours)
        if op.body is not None:
            required = op.body.get("required", False)
            media = [one for one in op.body["content"] if one == "application/x-www-form-urlencoded"]
            # The fields of a form are among the parameters.
            entry["body"] = {"required": required, **(dict.fromkeys(media) if media else contents(document, op.body))}
            if WHY in op.body:
                entry[WHY] = op.body[WHY]  # and so of its fields
        for status, answer in op.responses.items():
            entry[status] = contents(document, answer)
        shape[op.line] = entry
    return shape


def _parameter(document: Document, param: Parameter, *, ours: bool) -> Node:
    encoding = param.node.get("x-encoding", "")
    found: Node = {
        "required": param.required,
        "style": param.style,
        "encoding": encoding if ours else ENCODINGS.get(encoding, encoding),
        "deprecated": param.node.get("deprecated", False),
        "greedy": param.node.get("x-greedy", False),
        "also in the form": param.node.get("x-form-or-query", False),
        **schema_shape(document, param.schema, MEANINGFUL),
    }
    if WHY in param.node:
        found[WHY] = param.node[WHY]
    return found
