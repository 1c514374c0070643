"""Makes a first draft of a pin out of an upstream document: 3.1, our names, and what the pin before it knew.

A pin says more than upstream publishes: names for the operation table, whether a request may be repeated, how lists
page, prose of our own. All of that is carried over to what is still there. What is left to decide is for a person;
`spec_lint` says where.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from spec_prepare import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["draft", "to_3_1"]

Node = dict[str, Any]
# Members of a node that its successor inherits where it has none of its own.
INHERITED = ("description", "summary", "title")
BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
PAYLOADS = frozenset({"example", "examples", "default", "enum", "const"})


def draft(old: Node, new: Node) -> tuple[Node, list[str]]:
    """The draft, and what was done to the upstream document to get there, in words. Neither argument is changed."""
    made = to_3_1(new)
    notes = [] if made["openapi"] == new.get("openapi") else [f"written as OpenAPI {made['openapi']}"]
    notes += _root(old, made)
    notes += _operations(old, made)
    notes += _parameters(made)
    notes += _schemas(old, made)
    return made, notes


def to_3_1(document: Node) -> Node:
    """A copy as OpenAPI 3.1: `nullable` as the type null, exclusive bounds as numbers."""
    made = copy.deepcopy(document)
    if str(made.get("openapi", "")).startswith("3.0."):
        made["openapi"] = "3.1.0"
        for schema in list(_objects(made)):
            _modernise(schema)
    return made


def _objects(node: Any) -> Iterator[Node]:
    """Every object that is no payload, the inner ones first."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in PAYLOADS and not key.startswith("x-"):
                yield from _objects(value)
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _objects(item)


def _modernise(schema: Node) -> None:
    if isinstance(schema.get("nullable"), bool):
        nullable = schema.pop("nullable")
        kind = schema.get("type")
        if nullable and isinstance(kind, str):
            schema["type"] = [kind, "null"]
            if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
                schema["enum"] = [*schema["enum"], None]
        elif nullable:
            inner = {key: schema.pop(key) for key in list(schema) if key not in INHERITED}
            schema["anyOf"] = [inner, {"type": "null"}]
    for bound, strict in BOUNDS:
        if isinstance(schema.get(strict), bool):
            exclusive = schema.pop(strict)
            if exclusive and bound in schema:
                schema[strict] = schema.pop(bound)


def _inherit(old: Any, new: Any) -> None:
    """Give a node the prose and extensions of the one before it, where it has none."""
    if isinstance(old, dict) and isinstance(new, dict) and "$ref" not in new:
        for key, value in old.items():
            if key in INHERITED or (key.startswith("x-") and key != "x-why"):
                new.setdefault(key, copy.deepcopy(value))


def _root(old: Node, new: Node) -> Iterator[str]:
    _inherit(old.get("info"), new.get("info"))
    for member in ("servers", "security", "tags"):
        if member in old and member not in new:
            new[member] = copy.deepcopy(old[member])
            yield f"{member} of the pin before, since upstream has none"
    schemes = old.get("components", {}).get("securitySchemes")
    if schemes and not new.setdefault("components", {}).get("securitySchemes"):
        new["components"]["securitySchemes"] = copy.deepcopy(schemes)
        yield "security schemes of the pin before, since upstream has none"


def _operations(old: Node, new: Node) -> Iterator[str]:
    renamed = 0
    for path, item in new.get("paths", {}).items():
        before = _same_path(old, path)
        for method in METHODS:
            if not isinstance(item, dict) or not isinstance(item.get(method), dict):
                continue
            operation, known = item[method], before.get(method)
            name = known.get("operationId") if isinstance(known, dict) else _plain_id(path, method, operation)
            if name is not None and operation.get("operationId") != name:
                operation["operationId"] = name
                renamed += 1
            if not isinstance(known, dict):
                continue
            _inherit(known, operation)
            for member in ("tags", "security"):
                if member in known:
                    operation[member] = copy.deepcopy(known[member])
            for param in operation.get("parameters", []):
                same = [one for one in known.get("parameters", []) if _names(one) == _names(param)]
                if same and isinstance(param, dict):
                    _inherit(same[0], param)
    if renamed:
        yield f"{renamed} operationIds as the table calls them"


def _parameters(new: Node) -> Iterator[str]:
    """No parameter is null: neither a query string nor a header can carry it."""
    changed = 0
    for param in _objects(new):
        schema = param.get("schema")
        if not isinstance(param.get("name"), str) or "in" not in param or not isinstance(schema, dict):
            continue
        plain = _without_null(schema)
        changed += plain != schema
        param["schema"] = plain
    if changed:
        yield f"{changed} parameters without null, which cannot be sent"


def _without_null(schema: Node) -> Node:
    made = dict(schema)
    for kind in ("anyOf", "oneOf"):
        if isinstance(made.get(kind), list) and {"type": "null"} in made[kind]:
            rest = [branch for branch in made[kind] if branch != {"type": "null"}]
            made[kind] = rest
            if len(rest) == 1 and isinstance(rest[0], dict) and not rest[0].keys() & (made.keys() - {kind}):
                del made[kind]
                made.update(rest[0])
    if isinstance(made.get("type"), list) and "null" in made["type"]:
        kinds = [kind for kind in made["type"] if kind != "null"]
        made["type"] = kinds[0] if len(kinds) == 1 else kinds
        if isinstance(made.get("enum"), list):
            made["enum"] = [value for value in made["enum"] if value is not None]
    return made


def _names(param: Any) -> tuple[Any, Any]:
    return (param.get("name"), param.get("in")) if isinstance(param, dict) and "name" in param else (id(param), None)


def _same_path(old: Node, path: str) -> Node:
    """The pin's item of a path, whatever its placeholders are called."""

    def blank(text: str) -> str:
        return re.sub(r"{[^{}]*}", "{}", text)

    return next((item for known, item in old.get("paths", {}).items() if blank(known) == blank(path)), {})


def _plain_id(path: str, method: str, operation: Node) -> str | None:
    """The name in an operationId that a framework has lengthened by the path and the method."""
    name = operation.get("operationId")
    tail = re.sub(r"\W", "_", path) + f"_{method}"
    if isinstance(name, str) and name.endswith(tail) and name != tail:
        return name[: -len(tail)]
    return name if isinstance(name, str) else None


def _schemas(old: Node, new: Node) -> Iterator[str]:
    known = old.get("components", {}).get("schemas", {})
    opened = 0
    answers = _answers(new)
    for name, schema in new.get("components", {}).get("schemas", {}).items():
        if not isinstance(schema, dict):
            continue
        before = known.get(name, {})
        _inherit(before, schema)
        for member, node in schema.get("properties", {}).items():
            _inherit(before.get("properties", {}).get(member), node)
        if name in answers and schema.get("additionalProperties") is False:
            # A newer server adds members to its answers, and a reader keeps what it does not know.
            schema["additionalProperties"] = True
            opened += 1
    if opened:
        yield f"{opened} closed answers opened"


def _answers(document: Node) -> set[str]:
    """The named schemas that come back and are never sent."""
    sent: set[str] = set()
    received: set[str] = set()
    for item in document.get("paths", {}).values():
        for method in METHODS:
            operation = item.get(method) if isinstance(item, dict) else None
            if isinstance(operation, dict):
                _reach(document, [operation.get("requestBody"), operation.get("parameters")], sent)
                _reach(document, operation.get("responses"), received)
    return received - sent


def _reach(document: Node, node: Any, found: set[str]) -> None:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        ref = part.get("$ref") if isinstance(part, dict) else None
        if isinstance(ref, str) and ref.startswith("#/components/"):
            kind, _, name = ref.removeprefix("#/components/").partition("/")
            key = name if kind == "schemas" else ref
            if key not in found:
                found.add(key)
                waiting.append(document["components"].get(kind, {}).get(name))
        if isinstance(part, (dict, list)):
            waiting.extend(part.values() if isinstance(part, dict) else part)
