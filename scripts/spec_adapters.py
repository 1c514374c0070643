"""What a new document means for the handwritten clients: methods to write, arguments that went, names that changed.

Nothing is imported: sources are read as syntax trees, so that a client that does not fit its new tables can be judged.
"""

from __future__ import annotations

import ast
import json
import keyword
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spec_prepare import operations, parameters, resolve

if TYPE_CHECKING:
    import pathlib

__all__ = [
    "Adapter",
    "Api",
    "adapters",
    "api_changes",
    "api_of",
    "gone_operations",
    "signature",
    "vanished",
    "without_method",
]

Node = dict[str, Any]
LINE = 120
SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


@dataclass(frozen=True)
class Adapter:
    """One method of a client that calls operations. name: as "RunsClient.list". calls: ids of rows of the table."""

    name: str
    arguments: frozenset[str]
    calls: frozenset[str]


@dataclass
class Api:
    """The public names of a generated package: classes with their members and the text of each type; table rows."""

    classes: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)


def adapters(package: pathlib.Path) -> list[Adapter]:
    """The functions and methods of a client package that name rows of its operation table, async ones only."""
    found = []
    for path in sorted(package.rglob("*.py")):
        if "_generated" in path.parts or "_sync" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        alias = _alias(tree)
        if alias is None:
            continue
        for node in tree.body:
            for name, function in _functions(node):
                calls = {
                    part.attr
                    for part in ast.walk(function)
                    if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == alias
                }
                if calls:
                    args = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
                    found.append(Adapter(name, frozenset(arg.arg for arg in args), frozenset(calls)))
    return found


def _alias(tree: ast.Module) -> str | None:
    """What a module calls the operation table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("_generated"):
            for name in node.names:
                if name.name == "operations":
                    return name.asname or name.name
    return None


def _functions(node: ast.stmt) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [(node.name, node)]
    if isinstance(node, ast.ClassDef):
        inner = [one for one in node.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
        return [(f"{node.name}.{one.name}", one) for one in inner]
    return []


def without_method(document: Node, known: list[Adapter]) -> list[str]:
    """The operations that no adapter calls, in the order of the document."""
    called = {name for adapter in known for name in adapter.calls}
    return [row["operationId"] for _, _, row, _ in operations(document) if row["operationId"] not in called]


def gone_operations(old: Node, new: Node, known: list[Adapter]) -> list[str]:
    """Adapters that call what is no longer there, in words."""
    before, after = _lines(old), _lines(new)
    return [
        f"`{adapter.name}` calls {before[name]}, which is gone or has another operationId"
        for adapter in known
        for name in sorted(adapter.calls & (before.keys() - after.keys()))
    ]


def vanished(old: Node, new: Node, known: list[Adapter]) -> list[str]:
    """Arguments of adapters whose parameter, or member of the body, is gone, in words."""
    before, after, lines = _inputs(old), _inputs(new), _lines(new)
    found = []
    for adapter in known:
        for name in sorted(adapter.calls & after.keys() & before.keys()):
            for where, wire in sorted(before[name] - after[name]):
                if _python(wire) in adapter.arguments:
                    found.append(f"`{adapter.name}({_python(wire)}=)`: {lines[name]} has no {where} `{wire}` any more")
    return found


def _lines(document: Node) -> dict[str, str]:
    return {row["operationId"]: f"{method.upper()} {path}" for path, method, row, _ in operations(document)}


def _inputs(document: Node) -> dict[str, set[tuple[str, str]]]:
    """What each operation takes: parameters by place and name, and the members of a JSON body."""
    found = {}
    for _, _, row, item in operations(document):
        taken = {(param["in"], param["name"]) for param in parameters(document, row, item)}
        body = resolve(document, _body(document, row) or {})
        taken |= {("body", name) for name in body.get("properties", {})}
        found[row["operationId"]] = taken
    return found


def _body(document: Node, row: Node) -> Any:
    content = resolve(document, row.get("requestBody", {})).get("content", {})
    return next((holder.get("schema") for holder in content.values()), None)


def _python(name: str) -> str:
    made = re.sub(r"\W", "_", name).lower()
    return f"{made}_" if keyword.iskeyword(made) else made


def signature(document: Node, name: str, result: str) -> str:
    """A method for an operation, ready to paste into an async adapter. result: the type of its row."""
    path, method, row, item = next(one for one in operations(document) if one[2]["operationId"] == name)
    positional: list[str] = []
    optional: list[str] = []
    sent: list[tuple[str, str]] = []
    for param in parameters(document, row, item):
        if param["name"].lower() == "idempotency-key":
            continue
        argument = _python(param["name"])
        kind = _type(document, param.get("schema", {}))
        sent.append((param["name"], argument))
        if param["in"] == "path":
            positional.append(f"{argument}: {kind}")
        elif param.get("required"):
            optional.insert(0, f"{argument}: {kind}")
        else:
            default = resolve(document, param.get("schema", {})).get("default")
            known = isinstance(default, (str, int, float))
            told = kind if known or kind.endswith("None") else f"{kind} | None"
            optional.append(f"{argument}: {told} = {default!r}" if known else f"{argument}: {told} = None")
    extra: list[str] = []
    body = _body(document, row)
    if body is not None:
        model = f"{_type(document, body)} | " if "$ref" in body else ""
        required = resolve(document, row["requestBody"]).get("required") is True
        (positional if required else optional).append(
            f"body: {model}dict[str, Any]" + ("" if required else " | None = None")
        )
        extra.append("body=body")
    if row.get("x-idempotency") == "honoured":
        optional.append("idempotency_key: str | None = None")
        extra.append("idempotency_key=idempotency_key")
    arguments = ["self", *positional, *(["*", *optional] if optional else [])]
    mapping = ", ".join(f"{json.dumps(wire)}: {argument}" for wire, argument in sent)
    call = _wrapped(
        f"        {'' if result == 'None' else 'return '}await self._calls.call(",
        [f"ops.{name}", *([f"{{{mapping}}}"] if mapping else []), *extra],
        ")",
    )
    summary = row.get("summary") or f"{name.replace('_', ' ').capitalize()}."
    return (
        f"{_wrapped(f'    async def {name}(', arguments, f') -> {result}:')}\n"
        f'        """{_docstring(summary)}\n\n'
        f"        {method.upper()} {path}\n"
        f'        """\n'
        f"{call}\n"
    )


def _wrapped(head: str, parts: list[str], tail: str) -> str:
    """A call or a signature on one line, or with a line for each part where one is too short."""
    line = f"{head}{', '.join(parts)}{tail}"
    if len(line) <= LINE:
        return line
    indent = " " * (len(head) - len(head.lstrip()))
    return "\n".join([head, *(f"{indent}    {part}," for part in parts), indent + tail])


def _docstring(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', "'")


def _type(document: Node, schema: Any) -> str:
    if not isinstance(schema, dict):
        return "Any"
    if "$ref" in schema:
        target = resolve(document, schema)
        if "properties" in target or "enum" in target:
            return str(schema["$ref"].rsplit("/", 1)[-1])
        return _type(document, target)
    kinds = schema.get("type")
    if isinstance(kinds, list):
        parts = [_type(document, {**schema, "type": kind}) for kind in sorted(kinds, key=lambda kind: kind == "null")]
        return " | ".join(dict.fromkeys(parts))
    if kinds == "array":
        return f"Sequence[{_type(document, schema.get('items', {}))}]"
    return SIMPLE.get(str(kinds), "dict[str, Any]" if kinds == "object" else "Any")


def api_of(package: pathlib.Path) -> Api:
    """The public names of a generated package."""
    api = Api()
    for path in sorted((package / "models").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                api.classes[node.name] = dict(_members(node))
            elif isinstance(node, ast.Assign) and path.name != "__init__.py":
                for target in node.targets:
                    if isinstance(target, ast.Name) and not target.id.startswith("_"):
                        api.classes[target.id] = {"": ast.unparse(node.value)}
    for node in ast.parse((package / "operations.py").read_text("utf-8")).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.annotation, ast.Subscript):
            api.rows[ast.unparse(node.target)] = ast.unparse(node.annotation.slice)
    return api


def _members(node: ast.ClassDef) -> list[tuple[str, str]]:
    found = []
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.append((part.target.id, ast.unparse(part.annotation)))
        elif isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
            found.append((part.targets[0].id, ast.unparse(part.value)))
    return [(name, text) for name, text in found if not name.startswith("_")]


def api_changes(old: Api, new: Api) -> tuple[list[str], list[str]]:
    """What users of the generated names lose, and what they gain, in words."""
    lost, gained = [], []
    for name in sorted({**old.classes, **new.classes}):
        if name not in new.classes:
            lost.append(f"`{name}` is gone")
        elif name not in old.classes:
            gained.append(f"`{name}` is new")
        else:
            before, after = old.classes[name], new.classes[name]
            for member in sorted({**before, **after}):
                label = f"`{name}.{member}`" if member else f"`{name}`"
                if member not in after:
                    lost.append(f"{label} is gone")
                elif member not in before:
                    gained.append(f"{label} is new: `{after[member]}`")
                elif before[member] != after[member]:
                    lost.append(f"{label} was `{before[member]}` and is `{after[member]}`")
    for name in sorted(old.rows.keys() & new.rows.keys()):
        if old.rows[name] != new.rows[name]:
            lost.append(f"the result of `{name}` was `{old.rows[name]}` and is `{new.rows[name]}`")
    return lost, gained
