"""Every construct that the parser drops or bends is refused with a place and an advice, or carried past it."""

from __future__ import annotations

import copy
import sys
from typing import Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )

from spec_lint import Problem, lint
from spec_prepare import canonical, load_text

pytestmark = pytest.mark.generator

BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/a": {
            "get": {
                "operationId": "get_a",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "d",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}},
                    }
                },
            },
            "post": {
                "operationId": "post_a",
                "x-idempotency": "ignored",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}}},
                "responses": {"204": {"description": "d"}},
            },
        }
    },
    "components": {
        "schemas": {
            "A": {
                "type": "object",
                "required": ["x"],
                "properties": {"x": {"type": "string"}, "xs": {"type": "array", "items": {"type": "string"}}},
                "additionalProperties": True,
            },
            "B": {"type": "object", "properties": {"y": {"type": "integer"}}, "additionalProperties": False},
        }
    },
}
GET = "/paths/~1a/get"
POST = "/paths/~1a/post"
A = "/components/schemas/A"


def with_change(path: str, value: Any) -> dict[str, Any]:
    """The base document with one member set (or, given Ellipsis, removed), by JSON pointer; "-" appends."""
    document = copy.deepcopy(BASE)
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    node: Any = document
    for part in parents:
        node = node[int(part)] if isinstance(node, list) else node.setdefault(part, {})
    if value is ...:
        del node[last]
    elif isinstance(node, list):
        node.append(value)
    else:
        node[last] = value
    return document


def test_the_base_document_is_clean() -> None:
    assert lint(BASE) == []


def test_the_pantry_is_clean(pantry: dict[str, Any]) -> None:
    assert lint(pantry) == []


REF_A = {"$ref": "#/components/schemas/A"}
REF_B = {"$ref": "#/components/schemas/B"}

REFUSED = [
    # document
    ("/openapi", "3.0.3", "/openapi", "3.1"),
    ("/info/version", "", "/info/version", "missing"),
    ("/webhooks", {"w": {}}, "/webhooks", "drops webhooks"),
    ("/security", [{"k": []}], "/security/0", "no security scheme is called 'k'"),
    ("/paths/~1b", {"$ref": "other.yaml#/b"}, "/paths/~1b", "out of the document"),
    ("/paths/~1b", {"$ref": "#/components/pathItems/B"}, "/paths/~1b", "leads nowhere"),
    # paths
    ("/paths/~1a?x=1", {}, "/paths/~1a?x=1", "not a path"),
    ("/paths/~1a#x", {}, "/paths/~1a#x", "not a path"),
    ("/paths/a", {}, "/paths/a", "not a path"),
    ("/paths/~1{p}~1{p}", {}, "/paths/~1{p}~1{p}", "twice"),
    ("/paths/~1a/GET", {}, "/paths/~1a/GET", "lower case"),
    # operations
    (f"{GET}/operationId", ..., GET, "no operationId"),
    (f"{GET}/operationId", "getA", f"{GET}/operationId", "lower_snake_case"),
    (f"{GET}/operationId", "import", f"{GET}/operationId", "no keyword"),
    (f"{GET}/operationId", "get__a", f"{GET}/operationId", "lower_snake_case"),
    (f"{GET}/operationId", "datetime", f"{GET}/operationId", "no name"),
    (f"{GET}/operationId", "post_a", f"{POST}/operationId", "taken by GET /a"),
    (f"{GET}/callbacks", {"c": {}}, f"{GET}/callbacks", "drops callbacks"),
    (f"{GET}/servers", [{"url": "http://x"}], GET, "servers"),
    (f"{GET}/security", [{"nope": []}], f"{GET}/security/0", "no security scheme"),
    (f"{GET}/requestBody", {"content": {"application/json": {"schema": {}}}}, f"{GET}/requestBody", "GET has no body"),
    (f"{POST}/requestBody/content", {}, f"{POST}/requestBody", "without content"),
    (f"{POST}/requestBody/content/*~1*", {"schema": {}}, f"{POST}/requestBody/content/*~1*", "wildcards"),
    (f"{GET}/responses", {}, GET, "no responses"),
    (f"{GET}/responses", {"404": {"description": "d"}}, f"{GET}/responses", "no success"),
    (f"{GET}/responses/4xx", {"description": "d"}, f"{GET}/responses/4xx", "4XX in capitals"),
    (f"{GET}/responses/20", {"description": "d"}, f"{GET}/responses/20", "three digits"),
    (f"{GET}/responses/200/content/application~1json", {}, f"{GET}/responses/200/content", "without a schema"),
    (
        f"{GET}/responses/200/content/text~1plain",
        {"schema": {"type": "string"}},
        f"{GET}/responses/200/content",
        "different schemas",
    ),
    (
        f"{GET}/responses/200/content/text~1plain; charset=utf-8",
        {"schema": REF_A},
        f"{GET}/responses/200/content/text~1plain; charset=utf-8",
        "without parameters",
    ),
    # parameters
    ("/paths/~1a~1{p}", {"get": BASE["paths"]["/a"]["get"] | {"operationId": "p"}}, "/paths/~1a~1{p}/get", "{p} is in"),
    (f"{GET}/parameters/-", {"name": "p", "in": "path", "required": True, "schema": {}}, GET, "not in the path"),
    (f"{GET}/parameters/-", {"name": "p", "in": "body", "schema": {}}, f"{GET}/parameters", "no place"),
    (f"{GET}/parameters/-", {"name": "p", "in": "query"}, f"{GET}/parameters", "no schema"),
    (
        f"{GET}/parameters/-",
        {"name": "p", "in": "query", "style": "matrix", "schema": {"type": "string"}},
        f"{GET}/parameters",
        "style 'matrix'",
    ),
    (
        f"{GET}/parameters/-",
        {"name": "p", "in": "query", "allowReserved": True, "schema": {"type": "string"}},
        f"{GET}/parameters",
        "allowReserved",
    ),
    (
        f"{GET}/parameters/-",
        {"name": "p", "in": "query", "content": {"text/plain": {"schema": {"type": "string"}}}},
        f"{GET}/parameters",
        "content other than JSON",
    ),
    (
        f"{GET}/parameters/-",
        {"name": "Content-Type", "in": "header", "schema": {"type": "string"}},
        f"{GET}/parameters",
        "ignores a header parameter",
    ),
    # extensions
    (f"{POST}/x-idempotency", ..., POST, "write x-idempotency"),
    (f"{POST}/x-idempotency", "honored", f"{POST}/x-idempotency", "'honored'"),
    (f"{GET}/x-pagination", {"kind": "leaf", "items": "xs"}, f"{GET}/x-pagination", "write kind"),
    (f"{GET}/x-pagination", {"kind": "page", "items": "xs"}, f"{GET}/x-pagination", "query parameter 'page'"),
    (f"{GET}/x-pagination", {"kind": "cursor", "items": "xs"}, f"{GET}/x-pagination", "query parameter 'cursor'"),
    (f"{GET}/x-unwrap", "envelope", f"{GET}/x-unwrap", "no member 'envelope'"),
    (f"{GET}/x-fold", ["y"], f"{GET}/x-fold", "that x-unwrap names"),
    (f"{GET}/x-pagination", {"kind": "offset", "items": "xs"}, f"{GET}/x-pagination", "query parameter 'offset'"),
    (f"{GET}/x-pagination", {"kind": "limit", "items": "x"}, f"{GET}/x-pagination", "no list 'x'"),
    (f"{A}/x-mapping", "xs", f"{A}/x-mapping", "open object"),
    # control characters
    (f"{A}/properties/a\x00b", {"type": "string"}, f"{A}/properties/a\x00b", "control character"),
    (f"{A}/properties/n", {"enum": ["a\nb"]}, f"{A}/properties/n/enum", "control character"),
    (f"{GET}/parameters/-", {"name": "a\u2028", "in": "query", "schema": {}}, f"{GET}/parameters", "control character"),
    ("/info/version", "1\n2", "/info/version", "not printable"),
    ("/paths/~1a\x07", {}, "/paths/~1a\x07", "not a path"),
    # schemas
    ("/components/schemas/some_name", {"type": "string"}, "/components/schemas/some_name", "CamelCase"),
    ("/components/schemas/Mapping", {"type": "string"}, "/components/schemas/Mapping", "no name for a class"),
    (f"{A}/title", "Other", f"{A}/title", "rename the class"),
    (f"{A}/additionalProperties", False, f"{A}/additionalProperties", "a newer server adds members"),
    (f"{A}/required", ["x", "gone"], f"{A}/required", "'gone' is required"),
    (f"{A}/type", ..., A, "without `type: object`"),
    (f"{A}/anyOf", [REF_B], A, "beside anyOf"),
    (f"{A}/patternProperties", {"^x": {}}, f"{A}/patternProperties", "is dropped"),
    (f"{A}/unevaluatedProperties", False, f"{A}/unevaluatedProperties", "is dropped"),
    (f"{A}/propertyNames", {"maxLength": 3}, f"{A}/propertyNames", "is dropped"),
    (f"{A}/dependentRequired", {"x": ["xs"]}, f"{A}/dependentRequired", "is dropped"),
    (f"{A}/dependentSchemas", {"x": {}}, f"{A}/dependentSchemas", "is dropped"),
    (f"{A}/$defs", {"C": {}}, f"{A}/$defs", "components/schemas"),
    (f"{A}/not", {"type": "null"}, f"{A}/not", "description"),
    (f"{A}/if", {"required": ["xs"]}, f"{A}/if", "description"),
    (f"{A}/properties/n", {"type": "string", "nullable": True}, f"{A}/properties/n/nullable", '"null"'),
    (
        f"{A}/properties/n",
        {"type": "array", "prefixItems": [{}], "items": {}},
        f"{A}/properties/n/prefixItems",
        "anyOf",
    ),
    (f"{A}/properties/n", {"type": "array"}, f"{A}/properties/n", "without items"),
    (f"{A}/properties/n", {"type": "text"}, f"{A}/properties/n/type", "is no type"),
    (f"{A}/properties/n", {"type": ["object", "null"]}, f"{A}/properties/n/type", "anyOf"),
    (f"{A}/properties/n", True, f"{A}/properties/n", "true or false"),
    (f"{A}/properties/n", {**REF_B, "maxLength": 3}, f"{A}/properties/n/maxLength", "beside a $ref"),
    (f"{A}/properties/n", {"const": 1.5}, f"{A}/properties/n/const", "whole numbers"),
    (f"{A}/properties/n", {"enum": ["a", 1]}, f"{A}/properties/n/enum", "all text or all whole"),
    (f"{A}/properties/n", {"enum": [1.5]}, f"{A}/properties/n/enum", "all text or all whole"),
    (f"{A}/properties/n", {"enum": [True, False]}, f"{A}/properties/n/enum", "all text or all whole"),
    (f"{A}/properties/n", {"enum": ["made-at", "made_at"]}, f"{A}/properties/n/enum", "x-enum-varnames"),
    (f"{A}/properties/n", {"enum": ["a", "a"]}, f"{A}/properties/n/enum", "one name"),
    (
        f"{A}/properties/n",
        {"enum": ["a", "b"], "x-enum-varnames": ["A"]},
        f"{A}/properties/n/x-enum-varnames",
        "not as many",
    ),
    (f"{A}/properties/n", {"type": "string", "x-open-enum": True}, f"{A}/properties/n", "x-known-values"),
    (
        f"{A}/properties/n",
        {"type": "string", "x-open-enum": True, "x-known-values": ["a"], "enum": ["a"]},
        f"{A}/properties/n/enum",
        "closes",
    ),
    (
        "/components/schemas/C",
        {"allOf": [{"type": "string"}, {"maxLength": 5}]},
        "/components/schemas/C/allOf/0",
        "no object",
    ),
    (
        "/components/schemas/C",
        {"allOf": [REF_A, {"type": "object", "properties": {"x": {"const": "c"}}}]},
        "/components/schemas/C/allOf/1/properties/x",
        "cannot be merged",
    ),
    (
        f"{A}/properties/n",
        {"oneOf": [REF_A, REF_B], "discriminator": {"propertyName": "x"}},
        f"{A}/properties/n/discriminator",
        "inline union",
    ),
    (
        "/components/schemas/C",
        {"oneOf": [REF_A, {"type": "string"}], "discriminator": {"propertyName": "x"}},
        "/components/schemas/C/discriminator",
        "references only",
    ),
    (
        "/components/schemas/C",
        {"oneOf": [REF_A, REF_B], "discriminator": {"propertyName": "x"}},
        "/components/schemas/C/discriminator",
        "B has no member 'x'",
    ),
    (
        "/components/schemas/C",
        {"oneOf": [REF_A], "discriminator": {"propertyName": "x", "mapping": {"b": "#/components/schemas/B"}}},
        "/components/schemas/C/discriminator/mapping/b",
        "none of the alternatives",
    ),
]


@pytest.mark.parametrize(("path", "value", "where", "text"), REFUSED)
def test_what_would_be_lost_is_refused(path: str, value: Any, where: str, text: str) -> None:
    problems = lint(with_change(path, value))
    assert any(problem.pointer == where and text in problem.text for problem in problems), problems


def test_names_that_differ_in_case_or_punctuation_only_are_refused() -> None:
    document = with_change("/components/schemas/AbC", {"type": "string"})
    document["components"]["schemas"]["ABC"] = {"type": "string"}
    assert [problem.pointer for problem in lint(document)] == ["/components/schemas/ABC"]


def test_paths_that_differ_in_a_parameters_name_only_are_refused() -> None:
    document = with_change("/paths/~1a~1{x}", {})
    document["paths"]["/a/{y}"] = {}
    assert [problem.pointer for problem in lint(document)] == ["/paths/~1a~1{y}"]


def test_a_closed_schema_is_fine_in_a_request_and_refused_deep_inside_an_answer() -> None:
    document = with_change(f"{A}/properties/b", {"type": "array", "items": REF_B})
    assert [problem.pointer for problem in lint(document)] == ["/components/schemas/B/additionalProperties"]


def test_security_of_two_schemes_at_once_is_refused() -> None:
    document = with_change("/components/securitySchemes", {"a": {}, "b": {}})
    document["security"] = [{"a": []}, {"a": [], "b": []}]
    assert [problem.pointer for problem in lint(document)] == ["/security/1"]


def test_a_problem_says_where_and_what() -> None:
    assert str(Problem("/paths/~1a", "wrong")) == "#/paths/~1a: wrong"


@pytest.mark.parametrize(
    ("text", "is_json"),
    [("{a: 1, a: 2}", False), ('{"a": 1, "a": 2}', True), ("- 1", False), ("[1]", True)],
)
def test_a_document_that_says_a_thing_twice_or_is_no_mapping_is_refused(text: str, is_json: bool) -> None:
    with pytest.raises(Exception, match=r"duplicate|twice|mapping"):
        load_text(text, is_json=is_json)


def test_status_keys_and_dates_without_quotes_become_text() -> None:
    assert load_text("responses: {200: {at: 2026-01-02}}") == {"responses": {"200": {"at": "2026-01-02"}}}
    assert canonical({1: (2,)}) == {"1": [2]}
