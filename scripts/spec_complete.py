"""Proof that nothing of a pinned document was lost on its way into a generated package.

openapi-python-client exits with 0 while it drops what it does not understand. So the package is read back, as syntax
trees and never by importing it, and held against the document as it was pinned, not as it was prepared.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from spec_prepare import form_fields, operations, parameters, resolve, result_schema

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


# What is counted, in the order of the report.
KINDS = ("operations", "parameters", "bodies", "replies", "headers", "schemas", "members", "values")
PAYLOADS = ("example", "examples", "default", "enum", "const")
ALIAS = "a name for a list, a union or a plain value, which whatever refers to it carries"
UNWRAPPED = "in an envelope that the document's x-unwrap takes off"


class Entry(NamedTuple):
    """One thing that a document declares, and what became of it.

    kind: one of KINDS. text: what it is and where, as a line of a report. found: whether the package has it.
    reason: why it needs no place of its own in the package, by a rule of the generator; "" if it needs one.
    """

    kind: str
    text: str
    found: bool
    reason: str = ""


def missing(document: dict[str, Any], package: pathlib.Path) -> list[str]:
    """What the document has and the package has not, as one line each; empty if nothing."""
    lost = [entry.text for entry in inventory(document, package) if not entry.found and not entry.reason]
    return [*lost, *faults(document, package)]


def inventory(document: dict[str, Any], package: pathlib.Path) -> list[Entry]:
    """Everything that the document declares, looked for in the package."""
    classes = _classes(package)
    rows = _calls(package / "operations.py")
    return [
        *_operations(document, rows),
        *_schemas(document, classes),
        *_inline(document, classes),
        *_values(document, classes, rows),
    ]


def faults(document: dict[str, Any], package: pathlib.Path) -> list[str]:
    """What the package has and should not, or has twice, as one line each."""
    rows = _calls(package / "operations.py")
    found = []
    seen = 0
    for path, method, operation, item in operations(document):
        seen += 1
        name = operation["operationId"]
        at = f"{method.upper()} {path}"
        row = rows.get(name)
        if row is None:
            continue
        if _texts(row)[:3] != [name, method.upper(), path]:
            found.append(f"{at}: the row {name} is of another operation")
        # What goes out in a second place, by `x-argument`, shares its argument knowingly.
        second = {(one["name"], one["in"]) for one in parameters(document, operation, item) if "x-argument" in one}
        arguments = [argument for place, argument in _row_params(row).items() if place not in second]
        for argument in sorted({one for one in arguments if arguments.count(one) > 1}):
            found.append(f"{at}: two parameters are both called {argument}")
    if len(rows) - ("OPERATIONS" in rows) != seen:
        found.append(f"the table has {len(rows)} rows, the document {seen} operations")
    for name, node in _classes(package).items():
        found += [f"schema {name}: two members are both called {attribute}" for attribute in _twice(node)]
    return found


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


def _row_params(row: ast.Call) -> dict[tuple[str, str], str]:
    """From wire name and place to argument, for the parameters of a row."""
    return {(texts[0], texts[2]): texts[1] for texts in map(_texts, _argument(row, "params"))}


def _operations(document: dict[str, Any], rows: dict[str, ast.Call]) -> Iterator[Entry]:
    for path, method, operation, item in operations(document):
        name = operation["operationId"]
        at = f"{method.upper()} {path}"
        row = rows.get(name)
        yield Entry("operations", f"{at}: operation {name}", row is not None)
        have = _row_params(row) if row is not None else {}
        for param in parameters(document, operation, item):
            found = bool(have.get((param["name"], param["in"])))
            yield Entry("parameters", f"{at}: parameter {param['name']} in {param['in']}", found)
        for holder in form_fields(document, operation):
            for field in holder["schema"]["properties"]:
                yield Entry("parameters", f"{at}: field {field}", bool(have.get((field, "form"))))
        sent = {_texts(body)[0] for body in _argument(row, "bodies")} if row is not None else set()
        for media in resolve(document, operation.get("requestBody", {})).get("content", {}):
            yield Entry("bodies", f"{at}: body of {media}", media in sent)
        yield from _replies(document, operation, at, row)


def _replies(document: dict[str, Any], operation: dict[str, Any], at: str, row: ast.Call | None) -> Iterator[Entry]:
    parts = ("replies", "errors") if row is not None else ()
    declared = [_texts(reply) for part in parts for reply in _argument(row, part)] if row is not None else []
    answers = {texts[0]: texts[1] for texts in declared}
    for status, response in operation["responses"].items():
        answer = resolve(document, response)
        yield Entry("replies", f"{at}: answer {status}", status in answers)
        for header in answer.get("headers", {}):
            yield Entry("headers", f"{at}: header {header} of answer {status}", False)
        if not answer.get("content") or status not in answers:
            continue
        dropped = status[:1] == "2" and operation.get("x-unwrap") == "none"
        yield Entry(
            "bodies", f"{at}: the body of answer {status}", answers[status] != "None", UNWRAPPED if dropped else ""
        )


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


def _schemas(document: dict[str, Any], classes: dict[str, ast.AST]) -> Iterator[Entry]:
    folded = {_fold(name): _constants(node) for name, node in classes.items()}
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        values = _known(schema)
        members = _members(document, schema)
        if not values and not members and not _makes_class(schema):
            yield Entry("schemas", f"schema {name}", False, ALIAS)
            continue
        have = folded.get(_fold(name))
        yield Entry("schemas", f"schema {name}", have is not None)
        for member in sorted(members):
            yield Entry("members", f"schema {name}: member {member}", have is not None and member in have)
        for value in values:
            yield Entry("values", f"schema {name}: value {value!r}", have is not None and value in have)
        for member, inner in schema.get("properties", {}).items():
            # Beside null, an enum's class has a number at the end of its name.
            enums = [known for key, known in folded.items() if key.startswith(_fold(f"{name}{member}"))]
            found = any(set(_known(inner)) <= known for known in enums)
            for value in _known(inner):
                yield Entry("values", f"schema {name}: values of {member}: {value!r}", found)


def _inline(document: dict[str, Any], classes: dict[str, ast.AST]) -> Iterator[Entry]:
    """Objects without a name of their own: some class must have all of their members, whatever it is called."""
    known = [_constants(node) for node in classes.values()]
    named = {id(schema) for schema in document.get("components", {}).get("schemas", {}).values()}
    # Fields of forms are looked for in the table, where they are arguments.
    forms = {id(form["schema"]) for _, _, one, _ in operations(document) for form in form_fields(document, one)}
    unwrapped = set(_unwrapped(document))
    for at, schema in _objects(document, ""):
        if id(schema) in forms:
            continue
        members = set(schema["properties"])
        found = any(members <= have for have in known)
        reason = UNWRAPPED if id(schema) in unwrapped else ""
        text = f"#{at}: no model has the members {', '.join(sorted(members))}"
        if id(schema) not in named:
            yield Entry("schemas", text, found, reason)
            for member in sorted(members):
                yield Entry("members", f"#{at}: member {member}", found, reason)
        elif not found and not reason:
            yield Entry("schemas", text, found)


def _values(document: dict[str, Any], classes: dict[str, ast.AST], rows: dict[str, ast.Call]) -> Iterator[Entry]:
    """Values of enums without a name: of parameters in the table, of what lies deeper in some class."""
    known = [_constants(node) for node in classes.values()]
    unwrapped = set(_unwrapped(document))
    listed = {
        _fold_value(keyword.value)
        for row in rows.values()
        for param in _argument(row, "params")
        for keyword in param.keywords
        if keyword.arg == "enum"
    }
    params = _parameter_schemas(document)
    for at, schema in _nodes(document, ""):
        if at.startswith("/components/schemas/") and at.count("/") in (3, 5):
            continue  # a named one, or a direct member of it: looked for by name
        values = _known(schema)
        if id(schema) in params and not schema.get("x-open-enum"):
            found = tuple(values) in listed  # the table refuses others, so it has to have them all
        else:
            found = any(set(values) <= have for have in known)
        for value in values:
            yield Entry("values", f"#{at}: value {value!r}", found, UNWRAPPED if id(schema) in unwrapped else "")


def _fold_value(node: ast.expr) -> tuple[Any, ...]:
    return tuple(ast.literal_eval(node)) if isinstance(node, ast.Tuple) else ()


def _parameter_schemas(document: dict[str, Any]) -> set[int]:
    """The identities of the schemas of parameters and of fields of forms."""
    found: set[int] = set()
    for _, _, operation, item in operations(document):
        for param in parameters(document, operation, item):
            found.add(id(param.get("schema")))
        for form in form_fields(document, operation):
            found |= {id(member) for member in form["schema"]["properties"].values()}
    return found


def _known(schema: dict[str, Any]) -> list[Any]:
    """The values of an enum, open or not, without null."""
    values = schema.get("enum") or schema.get("x-known-values") or []
    return [value for value in values if value is not None]


def _unwrapped(document: dict[str, Any]) -> Iterator[int]:
    """The identities of the envelopes that `x-unwrap` takes off knowingly, and of all in them that it drops."""
    for _, _, operation, _ in operations(document):
        for status, response in operation["responses"].items() if "x-unwrap" in operation else ():
            if status[:1] != "2":
                continue
            for holder in (resolve(document, response).get("content") or {}).values():
                kept = result_schema(document, operation, holder["schema"])
                yield id(holder["schema"])
                if operation["x-unwrap"] == "none":
                    yield from (id(inner) for _, inner in _nodes(holder["schema"], ""))
                else:
                    staying = {id(inner) for _, inner in _nodes(kept, "")}
                    enums = [inner for _, inner in _nodes(holder["schema"], "") if _known(inner)]
                    yield from (id(inner) for inner in enums if id(inner) not in staying)


def _objects(node: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema with members, wherever it stands."""
    for where, one in _nodes(node, at):
        if one.get("type") == "object" and isinstance(one.get("properties"), dict) and one["properties"]:
            yield where, one


def _nodes(node: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the document that is no payload, with its place; schemas are among them."""
    if isinstance(node, list):
        for i, one in enumerate(node):
            yield from _nodes(one, f"{at}/{i}")
    elif isinstance(node, dict):
        yield at, node
        for key, value in node.items():
            if not key.startswith("x-") and key not in PAYLOADS:
                yield from _nodes(value, f"{at}/{key}")


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
