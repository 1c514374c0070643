"""A document cannot put code into the package that is generated from it."""

from __future__ import annotations

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

from generated_code import stray_code
from spec_complete import missing
from spec_lint import lint

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

pytestmark = pytest.mark.generator

STRIKE = "__import__('builtins').__setattr__('STRUCK', 1)"
# No parameter, no capital and no wildcard, so that the lint lets them through.
MEDIA = ["application/\"+__import__('os')+\"", "application/'+exec('1')+'", 'x/"""', "x/{{ exec }}", "x/\\"]
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
    for place in ("header", "cookie"):
        params += [{**one, "in": place, "name": f"{place} {one['name']}"} for one in params[: len(NAMES)]]
    params += [
        {"name": "order", "in": "query", "schema": {"type": "string", "enum": NAMES, "default": NAMES[0]}},
        {"name": "many", "in": "query", "schema": {"type": "array", "items": {"type": "string"}, "default": NAMES}},
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
    ]
    media = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA}
    defaults = {f"d{i}": {"type": "string", "default": payload} for i, payload in enumerate(NAMES)}
    model = {
        "type": "object",
        "description": everywhere,
        "required": list(members)[:4],
        "properties": {
            **members,
            **defaults,
            "kind": {"const": NAMES[0]},
            "size": {"$ref": "#/components/schemas/Size", "description": everywhere},
        },
        "additionalProperties": True,
    }
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
                    "parameters": params,
                    "security": [{f"s {payload}": []} for payload in NAMES],
                    "requestBody": {"content": {"application/json": {"schema": ref}, **media}},
                    "responses": {
                        "200": {
                            "description": everywhere,
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Things"}}},
                        },
                        "303": {"description": everywhere, "content": media},
                        "4XX": {"description": everywhere, "content": media},
                    },
                }
            }
        },
        "components": {
            "securitySchemes": {
                f"s {payload}": {"type": "apiKey", "in": "header", "name": payload, "description": payload}
                for payload in NAMES
            },
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
            },
        },
    }


def test_the_document_is_one_the_lint_lets_through() -> None:
    assert lint(hostile()) == []


@pytest.mark.parametrize("style", ["attrs", "typeddict", "defaults"])
def test_no_text_becomes_code(make_package: Callable[..., pathlib.Path], style: str) -> None:
    document = hostile()
    package = make_package(document, style, f"hostile_{style}")
    modules = sorted(package.rglob("*.py"))
    assert {path.parent for path in modules} == {package, package / "models"}
    assert stray_code(package) == []
    assert missing(document, package) == []
    models = importlib.import_module(f"{package.name}.models")
    for name in models.__all__:
        getattr(models, name)
    table = importlib.import_module(f"{package.name}.operations")
    assert not hasattr(builtins, "STRUCK")
    row = table.strike
    assert row.path == "/it's\"\\a"
    assert row.ext["x-more"]["x"] == PAYLOADS
    payloads = [param for param in row.params if param.name not in ("order", "many", "limit")]
    assert [param.name for param in payloads] == [
        f"{place}p{i} {payload}" for place in ("", "header ", "cookie ") for i, payload in enumerate(NAMES)
    ]
    assert [param.default for param in payloads] == NAMES * 3
    assert [param.enum for param in row.params if param.name == "order"] == [tuple(NAMES)]
    assert [body.media for body in row.bodies] == ["application/json", *MEDIA]
    assert [list(reply.media) for reply in (*row.replies, *row.errors)][1:] == [MEDIA, MEDIA]
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
