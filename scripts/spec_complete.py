"""Proof that nothing of a pinned document was lost on its way into a generated package.

openapi-python-client exits with 0 while it drops what it does not understand. So the package is read back, as syntax
trees and never by importing it, and held against the document as it was pinned, not as it was prepared.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from spec_prepare import form_fields, operations, parameters, resolve

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


def missing(document: dict[str, Any], package: pathlib.Path) -> list[str]:
    """What the document has and the package has not, as one line each; empty if nothing."""
    return [
        *_missing_operations(document, package),
        *_missing_schemas(document, package),
        *_missing_inline(document, package),
    ]


def _calls(path: pathlib.Path) -> dict[str, ast.Call]:
    """The rows of an operation table: the calls assigned to a name at the top of the module."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.target.id: node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(node.value, ast.Call)
    }


def _argument(call: ast.Call, name: str) -> list[ast.Call]:
    """The calls in a tuple that is passed by keyword."""
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Tuple):
            return [item for item in keyword.value.elts if isinstance(item, ast.Call)]
    return []


def _texts(call: ast.Call) -> list[Any]:
    """The positional arguments that are constants."""
    return [item.value for item in call.args if isinstance(item, ast.Constant)]


def _missing_operations(document: dict[str, Any], package: pathlib.Path) -> Iterator[str]:
    rows = _calls(package / "operations.py")
    seen = 0
    for path, method, operation, item in operations(document):
        seen += 1
        name = operation["operationId"]
        at = f"{method.upper()} {path}"
        if name not in rows:
            yield f"{at}: operation {name}"
            continue
        row = rows[name]
        if _texts(row)[:3] != [name, method.upper(), path]:
            yield f"{at}: the row {name} is of another operation"
        have = {(texts[0], texts[2]): texts[1] for texts in map(_texts, _argument(row, "params"))}
        for param in parameters(document, operation, item):
            if not have.get((param["name"], param["in"])):
                yield f"{at}: parameter {param['name']} in {param['in']}"
        for holder in form_fields(document, operation):
            for field in holder["schema"]["properties"]:
                if not have.get((field, "form")):
                    yield f"{at}: field {field}"
        # What goes out in a second place, by `x-argument`, shares its argument knowingly.
        second = {(one["name"], one["in"]) for one in parameters(document, operation, item) if "x-argument" in one}
        arguments = [argument for place, argument in have.items() if place not in second]
        for argument in sorted({one for one in arguments if arguments.count(one) > 1}):
            yield f"{at}: two parameters are both called {argument}"
        bodies = resolve(document, operation.get("requestBody", {})).get("content", {})
        for media in bodies.keys() - {_texts(body)[0] for body in _argument(row, "bodies")}:
            yield f"{at}: body of {media}"
        declared = [_texts(reply) for part in ("replies", "errors") for reply in _argument(row, part)]
        answers = {texts[0]: texts[1] for texts in declared}
        for status, response in operation["responses"].items():
            if status not in answers:
                yield f"{at}: answer {status}"
            elif status[:1] == "2" and operation.get("x-unwrap") == "none":
                continue  # dropped knowingly
            elif resolve(document, response).get("content") and answers[status] == "None":
                yield f"{at}: the body of answer {status}"
    if len(rows) - ("OPERATIONS" in rows) != seen:
        yield f"the table has {len(rows)} rows, the document {seen} operations"


def _classes(package: pathlib.Path) -> dict[str, ast.AST]:
    """Every model and enum by its name: a class, or what else is assigned to the name."""
    found: dict[str, ast.AST] = {}
    for path in sorted((package / "models").glob("*.py")):
        if path.name == "__init__.py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name] = node
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name) and target.id[:1].isupper():
                        found.setdefault(target.id, node)
    return found


def _twice(node: ast.AST) -> list[str]:
    """The attributes that a class declares more than once."""
    body = node.body if isinstance(node, ast.ClassDef) else []
    names = [one.target.id for one in body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    return sorted({name for name in names if names.count(name) > 1})


def _constants(node: ast.AST) -> set[Any]:
    """Every constant below a node, and the annotated names of a typed dict: a model's members, in either style."""
    found: set[Any] = set()
    bases = {base.id for base in getattr(node, "bases", []) if isinstance(base, ast.Name)}
    for child in ast.walk(node):
        if isinstance(child, ast.UnaryOp) and isinstance(child.operand, ast.Constant):
            found.add(ast.literal_eval(child))  # a negative number
        elif isinstance(child, ast.Constant) and isinstance(child.value, (str, int)):
            found.add(child.value)
        elif "TypedDict" in bases and isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name):
            found.add(child.target.id)
    return found


def _missing_schemas(document: dict[str, Any], package: pathlib.Path) -> Iterator[str]:
    classes = _classes(package)
    folded = {_fold(name): node for name, node in classes.items()}
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        values = schema.get("enum") or schema.get("x-known-values")
        members = _members(document, schema)
        if not values and not members and not _makes_class(schema):
            continue  # a name for a list, a union or a plain value: it lives on in what uses it
        node = folded.get(_fold(name))
        if node is None:
            yield f"schema {name}"
            continue
        have = _constants(node)
        for attribute in _twice(node):
            yield f"schema {name}: two members are both called {attribute}"
        for member in sorted(members - have):
            yield f"schema {name}: member {member}"
        for value in values or []:
            if value is not None and value not in have:
                yield f"schema {name}: value {value!r}"
        for member, inner in schema.get("properties", {}).items():
            values = [value for value in inner.get("enum") or inner.get("x-known-values") or [] if value is not None]
            # Beside null, an enum's class has a number at the end of its name.
            enums = [node for key, node in folded.items() if key.startswith(_fold(f"{name}{member}"))]
            if values and not any(set(values) <= _constants(enum) for enum in enums):
                yield f"schema {name}: values of {member}"


def _missing_inline(document: dict[str, Any], package: pathlib.Path) -> Iterator[str]:
    """Objects without a name of their own: some class must have all of their members, whatever it is called."""
    classes = [_constants(node) for node in _classes(package).values()]
    # Fields of forms are looked for in the table, where they are arguments.
    forms = {id(form["schema"]) for _, _, one, _ in operations(document) for form in form_fields(document, one)}
    unwrapped = {*_unwrapped(document), *forms}
    for at, schema in _objects(document, ""):
        if id(schema) in unwrapped:
            continue
        members = set(schema["properties"])
        if not any(members <= have for have in classes):
            yield f"#{at}: no model has the members {', '.join(sorted(members))}"


def _unwrapped(document: dict[str, Any]) -> Iterator[int]:
    """The identities of the envelopes that `x-unwrap` takes off knowingly, and of all in them that it drops."""
    for _, _, operation, _ in operations(document):
        for status, response in operation["responses"].items() if "x-unwrap" in operation else ():
            if status[:1] != "2":
                continue
            for holder in (resolve(document, response).get("content") or {}).values():
                yield id(holder["schema"])
                if operation["x-unwrap"] == "none":
                    yield from (id(inner) for _, inner in _objects(holder["schema"], ""))


def _objects(node: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema with members, wherever it stands."""
    if isinstance(node, list):
        for i, one in enumerate(node):
            yield from _objects(one, f"{at}/{i}")
    elif isinstance(node, dict):
        if node.get("type") == "object" and isinstance(node.get("properties"), dict) and node["properties"]:
            yield at, node
        for key, value in node.items():
            if not key.startswith("x-") and key not in ("example", "examples", "default", "enum", "const"):
                yield from _objects(value, f"{at}/{key}")


def _makes_class(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "object"


def _members(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """The members of a schema, those it is composed of included."""
    schema = resolve(document, schema)
    found = set(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found |= _members(document, part)
    return found


def _fold(name: str) -> str:
    """A name as far as the generator keeps names apart."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
