"""Compares a generated operation table with the document it was generated from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trellis.core.runtime.operation import Operation as Row
    from trellis.core.runtime.operation import Param

    from .document import Document, Node, Operation, Parameter

__all__ = ["table_problems"]

ABSENT: Any = ...
"""What a row holds as the default of a parameter that has none."""

_KINDS = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "object": "object"}
_FIELDS_OF_THEIR_OWN = ("x-idempotency", "x-pagination", "x-why")
_ENCODINGS = {"application/json": "json", "application/x-www-form-urlencoded": "form"}
_LIMITS = {"minimum": "minimum", "maximum": "maximum", "min_length": "minLength", "max_length": "maxLength"}


def table_problems(document: Document, rows: Mapping[str, Row[Any]]) -> list[str]:
    """Everything in which the table departs from the document, one line each."""
    return list(_problems(document, rows))


def _problems(document: Document, rows: Mapping[str, Row[Any]]) -> Iterator[str]:
    declared = {op.line: op for op in document.operations()}
    by_line: dict[str, Row[Any]] = {}
    for key, row in rows.items():
        line = f"{row.method} {row.path}"
        if key != row.id:
            yield f"{line}: filed under {key!r}, but called {row.id!r}"
        if line in by_line:
            yield f"{line}: two rows"
        by_line[line] = row
    for line in declared.keys() - by_line.keys():
        yield f"{line}: has no row"
    for line in by_line.keys() - declared.keys():
        yield f"{line}: is not in the document"
    for line in declared:
        if line in by_line:
            for problem in _row(document, declared[line], by_line[line]):
                yield f"{line}: {problem}"


def _row(document: Document, op: Operation, row: Row[Any]) -> Iterator[str]:
    yield from _same("id", row.id, op.id)
    yield from _same("path from its segments", _path_of(row), op.path)
    yield from _same("tags", row.tags, tuple(op.node.get("tags", ())))
    yield from _same("deprecated", row.deprecated, op.node.get("deprecated", False))
    yield from _same("security", row.security, _security(document, op))
    # A method that HTTP itself calls idempotent (RFC 9110, section 9.2.2) needs no word in the document.
    natural = "safe" if op.method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE") else "ignored"
    yield from _same("idempotency", row.idempotency, op.node.get("x-idempotency", natural))
    yield from _pagination(op, row)
    yield from _parameters(op, row)
    yield from _body(document, op, row)
    replies = {reply.status: (reply.type, reply.media) for reply in (*row.replies, *row.errors)}
    yield from _same("statuses", sorted(replies), sorted(op.responses))
    success = "1" if op.node.get("x-transport") == "websocket" else "d" if op.node.get("x-any-method") else "2"
    yield from _same("successes", {reply.status[0] for reply in row.replies}, {success})
    yield from _same("streaming", row.stream, op.node.get("x-transport") == "http-stream")
    yield from _same("errors", {reply.status[0] for reply in row.errors} <= {"4", "5", "d"}, True)
    for status, node in op.responses.items():
        yield from _same(f"answer {status}", replies.get(status), _answer(document, op, status, node))
    ext = {key: value for key, value in op.node.items() if key.startswith("x-") and key not in _FIELDS_OF_THEIR_OWN}
    yield from _same("extensions", row.ext, ext)


def _answer(document: Document, op: Operation, status: str, node: Node) -> tuple[str, tuple[str, ...]]:
    """Type and media types of an answer; of a success, the type of what it is unwrapped to."""
    content = node.get("content", {})
    unwrap = op.node.get("x-unwrap") if status[0] == "2" else None
    if not content or unwrap == "none":
        return "None", ()
    media, holder = next(iter(content.items()))
    if media.startswith("text/"):
        return "str", tuple(content)
    if media != "application/json":
        return "bytes", tuple(content)
    schema = holder["schema"]
    if unwrap is not None:
        schema = document.resolve(schema)["properties"][unwrap]
    return _type(document, schema), tuple(content)


def _parameters(op: Operation, row: Row[Any]) -> Iterator[str]:
    wanted = [(param.where, param.name) for param in op.params]
    yield from _same("parameters", [(param.where, param.name) for param in row.params], wanted)
    for where in ("path", "query", "header", "form"):
        got = [param.name for param in getattr(row, f"{where}_params")]
        yield from _same(f"{where} parameters", got, list(op.of(where)))
    rows: dict[tuple[str, str], Param] = {(param.where, param.name): param for param in row.params}
    for param in op.params:
        found = rows.get((param.where, param.name))
        if found is not None:
            for problem in _parameter(param, found):
                yield f"{param.where} {param.name}: {problem}"


def _parameter(param: Parameter, found: Param) -> Iterator[str]:
    schema = param.schema
    yield from _same("required", found.required, param.required)
    yield from _same("style", found.style, param.style)
    yield from _same("explode", found.explode, param.explode)
    yield from _same("kind", found.kind, _kind(schema))
    yield from _same("default", found.default, schema.get("default", ABSENT))
    yield from _same("enum", found.enum, tuple(schema["enum"]) if "enum" in schema else None)
    for name, keyword in _LIMITS.items():
        yield from _same(name, getattr(found, name), schema.get(keyword))
    yield from _same("encoding", found.encoding, param.node.get("x-encoding", ""))
    yield from _same("deprecated", found.deprecated, param.node.get("deprecated", False))


def _body(document: Document, op: Operation, row: Row[Any]) -> Iterator[str]:
    got = [(body.media, body.encoding, body.type, body.required) for body in row.bodies]
    wanted = []
    if op.body is not None:
        for media, content in op.body["content"].items():
            encoding = _ENCODINGS.get(media, "raw")
            named = encoding != "raw" and not any(param.where == "form" for param in op.params)
            kind = "" if not named else _body_type(document, op, content["schema"])
            wanted.append((media, encoding, kind, op.body.get("required", False)))
    yield from _same("bodies", got, wanted)


def _pagination(op: Operation, row: Row[Any]) -> Iterator[str]:
    got = None
    if row.pagination is not None:
        got = {"kind": row.pagination.kind, "items": row.pagination.items, "window": row.pagination.window}
        got.update(row.pagination.other)
    wanted = op.node.get("x-pagination")
    if wanted is not None:
        wanted = {"window": None, **{key: value for key, value in wanted.items() if key != "x-why"}}
    yield from _same("pagination", got, wanted)


def _path_of(row: Row[Any]) -> str:
    """The path that encoding would put together, its parameters by name."""
    pieces = [row.segments[0]]
    for index, param in enumerate(row.path_params, 1):
        pieces.append(f"{{{param.name}}}")
        pieces.extend(row.segments[index : index + 1])
    return "".join(pieces)


def _security(document: Document, op: Operation) -> tuple[str, ...]:
    required = op.node["security"] if "security" in op.node else document.root.get("security", ())
    return tuple(name for choice in required for name in choice)


def _kind(schema: Node) -> str:
    if "enum" in schema or schema.get("x-open-enum"):
        return "enum"
    if schema["type"] == "array":
        return f"array:{_kind(schema['items'])}"
    if isinstance(schema["type"], list):
        return "any"
    return _KINDS[schema["type"]]


def _type(document: Document, schema: Node) -> str:
    """The type expression for a body: the names of the schemas it refers to; a name for a union is what it names."""
    if "$ref" in schema:
        target = document.resolve(schema)
        return _type(document, target) if "anyOf" in target else str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") in ("array", ["array", "null"]):
        return f"list[{_type(document, schema['items'])}]"
    if schema.get("type") == "string":
        return "str"
    choices = schema.get("anyOf") or schema.get("oneOf") or ()
    return " | ".join(_type(document, choice) for choice in choices)


def _body_type(document: Document, op: Operation, schema: Node) -> str:
    """A body without a name is called after its operation."""
    if schema.get("type") == "object":
        return "".join(part.capitalize() for part in op.id.split("_")) + "Body"
    return _type(document, schema)


def _same(what: str, got: object, wanted: object) -> Iterator[str]:
    if got != wanted:
        yield f"{what} is {got!r}, the document says {wanted!r}"
