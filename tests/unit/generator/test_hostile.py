"""A document cannot put code into the package that is generated from it."""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import sys
from typing import TYPE_CHECKING, Any, get_args

import pytest

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )

from spec_complete import missing
from spec_lint import lint

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

pytestmark = pytest.mark.generator

STRIKE = "__import__('builtins').__setattr__('STRUCK', 1)"
PAYLOADS = [
    f'"""\n{STRIKE}\n"""',
    f"'''\n{STRIKE}\n'''",
    f'"; {STRIKE} #',
    f"'; {STRIKE} #",
    f'"); {STRIKE}; ("',
    f'\\"; {STRIKE} #',
    "\\",
    'ends in a quote "',
    'ends in three """',
    f"line\n{STRIKE}",
    f"line\r{STRIKE}",
    f"line\u2028{STRIKE}",
    f"{{{{ {STRIKE} }}}} {{% for x in y %}}",
    f"{{{STRIKE}}}",
    "\\N{BULLET} \\x41 \\u0041",
    "nul \x00 and \x1b escape",
    "# type: ignore",
    "# noqa",
]
# A name or a value with a line break in it is refused by the lint; prose and extensions may have them.
NAMES = [payload for payload in PAYLOADS if payload.isprintable()]
MODULES = {
    "__future__", "typing", "typing_extensions", "attrs", "importlib", "datetime", "collections.abc", "uuid",
    "trellis.core.runtime.codec", "trellis.core.runtime.enums", "trellis.core.runtime.objects",
    "trellis.core.runtime.operation", "trellis.core.runtime.pages", "trellis.core.runtime.typed_dicts",
    "trellis.core.runtime.unset",
}  # fmt: skip
FUNCTIONS = {
    "Body", "Operation", "Pagination", "Param", "Reply", "frozenset", "_define", "_field", "cls", "get", "list", "map",
    "str", "int", "min", "ValueError", "AttributeError", "globals", "getattr", "import_module", "sorted", "_load_time",
}  # fmt: skip
METHODS = {
    "get", "items", "from_dict", "to_dict", "of", "issuperset", "setdefault", "dump", "dump_datetime", "isoformat",
    "load_union", "load_tagged", "load_datetime", "load_date", "load_uuid", "__new__", "startswith", "take_aliases",
    "as_model", "as_models", "as_time", "dump_go_time",
}  # fmt: skip


def hostile() -> dict[str, Any]:
    """A document with a payload in every place where text may stand."""
    everywhere = "\n\n".join(PAYLOADS)
    members = {f"m{i} {payload}": {"type": "string", "description": payload} for i, payload in enumerate(NAMES)}
    params = [
        {
            "name": f"p{i} {payload}",
            "in": "query",
            "description": payload,
            "schema": {"type": "string", "default": payload},
        }
        for i, payload in enumerate(NAMES)
    ]
    model = {
        "type": "object",
        "description": everywhere,
        "required": list(members)[:4],
        "properties": {**members, "size": {"$ref": "#/components/schemas/Size", "description": everywhere}},
        "additionalProperties": True,
    }
    {"type": "object", "properties": {PAYLOADS[2]: {"type": "string"}}, "additionalProperties": True}
    ref = {"$ref": "#/components/schemas/Thing"}
    return {
        "openapi": "3.1.0",
        "info": {"title": everywhere, "version": f'1"; {STRIKE} #', "description": everywhere},
        "servers": [{"url": everywhere}],
        "tags": [{"name": f"t{i} {payload}", "description": payload} for i, payload in enumerate(PAYLOADS)],
        "paths": {
            "/it's\"\\a": {
                "post": {
                    "operationId": "strike",
                    "summary": everywhere,
                    "description": everywhere,
                    "tags": [f"../../t {STRIKE}", *PAYLOADS],
                    "x-idempotency": "safe",
                    "x-more": {"x": PAYLOADS, everywhere: everywhere},
                    "x-pagination": {"kind": "limit", "items": "items", "note": everywhere},
                    "parameters": [*params, {"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                    "requestBody": {"content": {"application/json": {"schema": ref}}},
                    "responses": {
                        "200": {
                            "description": everywhere,
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Things"}}},
                        }
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "Size": {
                    "type": "string",
                    "enum": [f"e{i} {p}" for i, p in enumerate(NAMES)],
                    "description": everywhere,
                },
                "Open": {
                    "type": "string",
                    "x-open-enum": True,
                    "x-known-values": NAMES,
                    "x-enum-varnames": [f"V{i}" for i in range(len(NAMES))],
                },
                "Map": {"type": "object", "description": everywhere, "additionalProperties": {"type": "string"}},
                "Thing": model,
                "Things": {
                    "type": "object",
                    "properties": {"items": {"type": "array", "items": ref}},
                    "additionalProperties": True,
                },
                "Either": {
                    "oneOf": [{"$ref": "#/components/schemas/Left"}, {"$ref": "#/components/schemas/Right"}],
                    "discriminator": {
                        "propertyName": PAYLOADS[2],
                        "mapping": {
                            PAYLOADS[0]: "#/components/schemas/Left",
                            PAYLOADS[3]: "#/components/schemas/Right",
                        },
                    },
                },
                "Left": {
                    "type": "object",
                    "properties": {PAYLOADS[2]: {"type": "string"}},
                    "additionalProperties": True,
                },
                "Right": {
                    "type": "object",
                    "properties": {PAYLOADS[2]: {"type": "string"}},
                    "additionalProperties": True,
                },
                "Holder": {"type": "object", "properties": {"e": {"$ref": "#/components/schemas/Either"}}},
            }
        },
    }


def check_module(tree: ast.Module, where: str) -> None:
    """Only the shapes that the templates write."""
    for node in ast.walk(tree):
        at = f"{where}:{getattr(node, 'lineno', 0)}"
        assert not isinstance(
            node, (ast.Global, ast.Nonlocal, ast.While, ast.With, ast.Try, ast.Delete, ast.Await, ast.Yield, ast.Assert)
        ), at
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= MODULES, at
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            assert node.module in MODULES, at
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                assert node.func.id in FUNCTIONS or node.func.id == "TypedDict", f"{at}: {ast.unparse(node.func)}"
            else:
                assert isinstance(node.func, ast.Attribute), at
                assert node.func.attr in METHODS or ast.unparse(node.func).startswith("_m."), (
                    f"{at}: {ast.unparse(node)}"
                )
        elif isinstance(node, ast.Name):
            assert node.id not in ("__import__", "eval", "exec", "compile", "open", "setattr", "STRIKE", "STRUCK"), at
        elif isinstance(node, ast.JoinedStr):
            assert "has no " in ast.unparse(node), at
    for node in tree.body:
        assert isinstance(
            node, (ast.Expr, ast.Import, ast.ImportFrom, ast.If, ast.Assign, ast.AnnAssign, ast.ClassDef)
        ), where
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), where
            assert isinstance(node.value.value, str), where


def test_the_document_is_one_the_lint_lets_through() -> None:
    assert lint(hostile()) == []


@pytest.mark.parametrize("style", ["attrs", "typeddict", "defaults"])
def test_no_text_becomes_code(make_package: Callable[..., pathlib.Path], style: str) -> None:
    document = hostile()
    package = make_package(document, style, f"hostile_{style}")
    modules = sorted(package.rglob("*.py"))
    assert {path.parent for path in modules} == {package, package / "models"}
    for path in modules:
        check_module(ast.parse(path.read_text("utf-8")), path.name)
    assert missing(document, package) == []
    models = importlib.import_module(f"{package.name}.models")
    for name in models.__all__:
        getattr(models, name)
    table = importlib.import_module(f"{package.name}.operations")
    assert not hasattr(builtins, "STRUCK")
    row = table.strike
    assert row.path == "/it's\"\\a"
    assert row.ext["x-more"]["x"] == PAYLOADS
    assert [param.name for param in row.params[:-1]] == [f"p{i} {payload}" for i, payload in enumerate(NAMES)]
    assert [param.default for param in row.params[:-1]] == NAMES
    assert document["info"]["version"] == importlib.import_module(package.name).SPEC_VERSION
    sizes = [f"e{i} {payload}" for i, payload in enumerate(NAMES)]
    if style == "typeddict":  # literals, and for an open enum other texts too
        assert set(get_args(models.Size)) == set(sizes)
        assert set(get_args(get_args(models.Open)[0])) == set(NAMES)
        assert get_args(models.Open)[1:] == (str,)
    else:
        assert [member.value for member in models.Open] == NAMES
        assert [member.value for member in models.Size] == sizes


@pytest.mark.parametrize("style", ["attrs", "defaults"])
def test_members_with_such_names_go_both_ways(make_package: Callable[..., pathlib.Path], style: str) -> None:
    package = make_package(hostile(), style, f"hostile_round_{style}")
    models = importlib.import_module(f"{package.name}.models")
    source = {f"m{i} {payload}": "v" for i, payload in enumerate(NAMES)}
    assert models.Thing.from_dict(source).to_dict() == source
    either = {PAYLOADS[2]: PAYLOADS[3], "more": 1}
    assert isinstance(models.Holder.from_dict({"e": either}).e, models.Right)
    assert json.dumps(models.Holder.from_dict({"e": either}).to_dict()) == json.dumps({"e": either})
