"""Makes JSON values from the schemas of a document: fixed samples for every corner, and hypothesis strategies."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document, Node

__all__ = ["full", "minimal", "nullable_members", "sample", "variants", "values"]

UNLISTED = "a-value-no-spec-lists"
NEWER = {"newer_member": {"nested": [1, None, "ü"]}, "also_newer": None}


def minimal(document: Document, schema: Node) -> Any:
    """The least that the schema allows: only required members, empty lists."""
    return _make(document, schema, every=False)


def full(document: Document, schema: Node) -> Any:
    """Every member, filled; open objects with members of their own."""
    return _make(document, schema, every=True)


def sample(document: Document, schema: Node) -> Any:
    """A value that differs from the schema's default: what to send to see that it is sent."""
    node = document.resolve(schema)
    default = node.get("default")
    for choice in (full(document, node), *node.get("enum", ()), not default if node.get("type") == "boolean" else None):
        if choice != default and choice is not None:
            return choice
    raise AssertionError(f"no value but the default fits {schema}")


def variants(document: Document, schema: Node) -> Iterator[tuple[str, Any]]:
    """Named values of an object schema, all of them valid, that between them visit its corners."""
    node = document.resolve(schema)
    whole = full(document, node)
    yield "minimal", minimal(document, node)
    yield "full", whole
    nulls = nullable_members(document, node)
    if nulls:
        yield "nulls", {**whole, **dict.fromkeys(nulls)}
    if node.get("additionalProperties", True) is not False:
        yield "newer members", {**whole, **NEWER}
    for name, member in node["properties"].items():
        if _is_open(document, member):
            yield f"unlisted {name}", {**whole, name: UNLISTED}


def nullable_members(document: Document, node: Node) -> list[str]:
    """The members of an object schema that may be null."""
    return [name for name, member in node["properties"].items() if not document.violations(member, None)]


def _is_open(document: Document, schema: Node) -> bool:
    node = document.resolve(schema)
    return bool(node.get("x-open-enum")) or any(_is_open(document, choice) for choice in node.get("anyOf", ()))


def _make(document: Document, schema: Node, *, every: bool) -> Any:
    node = document.resolve(schema)
    if "const" in node:
        return node["const"]
    for choices in ("anyOf", "oneOf"):
        if choices in node:
            return _make(document, node[choices][0], every=every)
    if "enum" in node:
        return node["enum"][-1]
    if node.get("x-open-enum"):
        return node["x-known-values"][-1]
    kind = node.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if node.get("format") == "date-time":
        return "2026-01-02T03:04:05.678901234Z"
    if kind == "object":
        return _object(document, node, every=every)
    if kind == "array":
        return [_make(document, node["items"], every=True)] * 2 if every else []
    return {
        "string": "grün & more, 5 %",
        "integer": max(node.get("minimum", 7), 7),
        "number": 1.5,
        "boolean": True,
        None: {"anything": [1]},
    }[kind]


def _object(document: Document, node: Node, *, every: bool) -> dict[str, Any]:
    properties = node.get("properties", {})
    names = properties if every else node.get("required", ())
    made = {name: _make(document, properties[name], every=every) for name in names}
    extra = node.get("additionalProperties", True)
    if every and isinstance(extra, dict):
        made["one"] = _make(document, extra, every=True)
    elif every and extra and not properties:
        made.update({"text": "ä", "number": 1.5, "list": [{"a": None}], "object": {}, "null": None})
    return made


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def values(document: Document, schema: Node) -> st.SearchStrategy[Any]:
    """Any value that the schema allows, and, where it is open, members and enum values that it does not list."""
    node = document.resolve(schema)
    choices = node.get("anyOf") or node.get("oneOf")
    if choices:
        return st.one_of([values(document, choice) for choice in choices])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if node.get("x-open-enum"):
        return st.sampled_from(node["x-known-values"]) | st.text(max_size=12)
    kinds = node.get("type")
    if isinstance(kinds, list):
        return st.one_of([values(document, {**node, "type": kind}) for kind in kinds])
    if kinds == "object":
        return _objects(document, node)
    if node.get("format") == "date-time" and kinds == "string":
        return st.datetimes(timezones=st.just(datetime.timezone.utc)).map(
            lambda at: at.isoformat().replace("+00:00", "Z")
        )
    if kinds == "array":
        return st.lists(values(document, node["items"]), max_size=3)
    return {
        "string": st.text(max_size=12),
        "integer": st.integers(node.get("minimum"), node.get("maximum")),
        "number": st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
        "null": st.none(),
        None: _JSON,
    }[kinds]


def _objects(document: Document, node: Node) -> st.SearchStrategy[dict[str, Any]]:
    properties = {name: values(document, member) for name, member in node.get("properties", {}).items()}
    required = set(node.get("required", ()))
    declared = st.fixed_dictionaries(
        {name: made for name, made in properties.items() if name in required},
        optional={name: made for name, made in properties.items() if name not in required},
    )
    extra = node.get("additionalProperties", True)
    if extra is False:
        return declared
    more = _JSON if extra is True else values(document, extra)
    names = st.text(max_size=8).filter(lambda name: name not in properties)
    return st.builds(lambda known, unknown: {**unknown, **known}, declared, st.dictionaries(names, more, max_size=2))
