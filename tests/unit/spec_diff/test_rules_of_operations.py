"""Each rule about operations, parameters, bodies, responses, headers, security and servers, there and back."""

from __future__ import annotations

from typing import Any

import pytest

from trellis.spec_diff import RULES

from .specimens import Node, api, changed, found, over

B, R, A, E = "breaking", "risky", "additive", "editorial"
STRING = {"type": "string"}
OK = {"description": "Fine."}


def query(**members: Any) -> Node:
    """An operation with one query parameter."""
    return api({"parameters": [{"name": "q", "in": "query", "schema": STRING, **members}]})


def body(**members: Any) -> Node:
    """An operation with a body."""
    return api({"requestBody": {"content": {"application/json": {"schema": STRING}}, **members}})


def answering(**responses: Any) -> Node:
    """An operation with these answers beside a 204."""
    named = {name.removeprefix("s"): node for name, node in responses.items()}
    return api({"responses": {"204": OK, **named}})


def header(**members: Any) -> Node:
    """An operation that answers with a header."""
    return answering(s200={**OK, "headers": {"X-Total": {"schema": STRING, **members}}})


def media(*names: str, side: str) -> Node:
    """An operation with a body of these media types."""
    content = {name: {"schema": STRING} for name in names}
    return (
        api({"requestBody": {"content": content}}) if side == "request" else answering(s200={**OK, "content": content})
    )


def secured(*options: Any, **scheme: Any) -> Node:
    """A document that asks for one of these credentials."""
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key", **scheme},
        "token": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.example/t", "scopes": {}}}},
    }
    return api(security=list(options), components={"securitySchemes": schemes})


def served(*urls: str, **members: Any) -> Node:
    """A document with servers."""
    return api(servers=[{"url": url, **members} for url in urls])


THERE = api(path="/things/{id}")
FORM = {"content": {"multipart/form-data": {"schema": {"type": "object"}}}}

# old, new, what is found forwards, and backwards.
Case = tuple[Node, Node, tuple[str, str], tuple[str, str]]
CASES: list[Case] = [
    (api({"operationId": "a"}), api({"operationId": "b"}), ("operation-id-changed", R), ("operation-id-changed", R)),
    (api({"tags": ["a"]}), api({"tags": ["b"]}), ("tags-changed", E), ("tags-changed", E)),
    (THERE, api(path="/things/{name}"), ("path-parameter-renamed", E), ("path-parameter-renamed", E)),
    (
        api({"operationId": "a"}), api({"operationId": "a"}, path="/other"),
        ("operation-moved", B), ("operation-moved", B),
    ),
    (
        api({"operationId": "a"}), api({"operationId": "a"}, method="put"),
        ("operation-moved", B), ("operation-moved", B),
    ),
    (api(), api({"deprecated": True}), ("deprecated", R), ("undeprecated", A)),
    (api(), api({"x-sunset": "2030-01-01"}), ("sunset-set", R), ("sunset-removed", A)),
    (api(), api({"summary": "S."}), ("prose-changed", E), ("prose-changed", E)),
    (api(), api({"x-scopes": ["a"]}), ("extension-changed", R), ("extension-changed", R)),
    (api(), query(required=True), ("required-parameter-added", B), ("parameter-removed", B)),
    (api(), query(), ("optional-parameter-added", A), ("parameter-removed", B)),
    (query(), query(**{"in": "header"}), ("parameter-moved", B), ("parameter-moved", B)),
    (query(), query(required=True), ("parameter-became-required", B), ("parameter-became-optional", A)),
    (query(), query(style="deepObject"), ("parameter-style-changed", B), ("parameter-style-changed", B)),
    (query(), query(explode=False), ("parameter-style-changed", B), ("parameter-style-changed", B)),
    (query(), query(allowReserved=True), ("parameter-style-changed", B), ("parameter-style-changed", B)),
    (query(), query(allowEmptyValue=True), ("empty-value-allowed", A), ("empty-value-refused", B)),
    (query(), query(deprecated=True), ("deprecated", R), ("undeprecated", A)),
    (query(), query(description="D."), ("prose-changed", E), ("prose-changed", E)),
    (query(), query(schema={"type": ["string", "integer"]}), ("type-widened", A), ("type-narrowed", B)),
    (query(), query(schema={"type": ["string", "null"]}), ("null-allowed", A), ("null-refused", B)),
    (query(), query(schema={**STRING, "enum": ["a"]}), ("enum-closed", B), ("enum-opened", A)),
    (query(), query(schema={**STRING, "default": "a"}), ("default-changed", R), ("default-changed", R)),
    (api(), body(required=True), ("required-body-added", B), ("body-removed", B)),
    (api(), body(), ("optional-body-added", A), ("body-removed", B)),
    (body(), body(required=True), ("body-became-required", B), ("body-became-optional", A)),
    (
        media("application/json", side="request"), media("application/json", "text/plain", side="request"),
        ("media-type-added", A), ("media-type-removed", B),
    ),
    (
        media("application/json", side="response"), media("application/json", "text/plain", side="response"),
        ("media-type-added", R), ("media-type-removed", B),
    ),
    (
        api({"requestBody": FORM}),
        api({"requestBody": {"content": {"multipart/form-data": {
            "schema": {"type": "object"}, "encoding": {"a": {"contentType": "text/csv"}},
        }}}}),
        ("encoding-changed", B), ("encoding-changed", B),
    ),
    (answering(), answering(s202=OK), ("success-added", R), ("success-removed", B)),
    (answering(), answering(s404=OK), ("failure-added", A), ("failure-removed", R)),
    (answering(), answering(default=OK), ("default-response-added", A), ("default-response-removed", R)),
    (answering(s404=OK), answering(s4XX=OK), ("status-became-range", R), ("status-singled-out", A)),
    (answering(s200=OK), answering(s200={"description": "F."}), ("prose-changed", E), ("prose-changed", E)),
    (answering(s200=OK), header(required=True), ("header-added", A), ("required-header-removed", B)),
    (answering(s200=OK), header(), ("header-added", A), ("optional-header-removed", R)),
    (header(), header(required=True), ("header-became-required", A), ("header-became-optional", B)),
    (header(), header(explode=True), ("header-style-changed", B), ("header-style-changed", B)),
    (header(), header(schema={"type": ["string", "null"]}), ("null-allowed", B), ("null-refused", A)),
    (secured(), secured({"key": []}), ("credential-required", B), ("credential-not-required", A)),
    (secured({}), secured({"key": []}), ("credential-required", B), ("credential-not-required", A)),
    (
        secured({"key": []}), secured({"key": []}, {"token": []}),
        ("security-option-added", A), ("security-option-removed", B),
    ),
    (
        secured({}, {"key": []}), secured({}), ("security-option-ignored", R), ("security-option-added", A),
    ),
    (
        secured({"token": ["a"]}), secured({"token": ["a", "b"]}),
        ("scope-required", B), ("scope-not-required", A),
    ),
    (
        secured({"key": []}), secured({"key": []}, name="X-Other"),
        ("security-scheme-changed", B), ("security-scheme-changed", B),
    ),
    (
        secured({"key": []}), secured({"key": []}, bearerFormat="JWT"),
        ("security-address-changed", R), ("security-address-changed", R),
    ),
    (
        api(), api(components={"securitySchemes": {"key": {"type": "http", "scheme": "basic"}}}),
        ("security-scheme-added", A), ("security-scheme-removed", R),
    ),
    (
        served("https://a.example"), served("https://a.example", "https://b.example"),
        ("server-added", A), ("server-removed", B),
    ),
    (
        served("https://a.example", "https://b.example"), served("https://b.example", "https://a.example"),
        ("server-order-changed", R), ("server-order-changed", R),
    ),
    (
        served("https://{a}.example"), served("https://{a}.example", variables={"a": {"default": "x"}}),
        ("server-variables-changed", R), ("server-variables-changed", R),
    ),
    (api(), api(components={"schemas": {"S": STRING}}), ("schema-added", A), ("schema-removed", R)),
    (api(), api(components={"headers": {"S": {"schema": STRING}}}), ("component-added", E), ("component-removed", E)),
    (api(), api(info={"title": "An API", "version": "2"}), ("info-changed", E), ("info-changed", E)),
    (api(), api({"responses": []}), ("malformed", R), ("repaired", R)),
    (api(), over(api(), **{"x-logo": "l"}), ("extension-changed", R), ("extension-changed", R)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2][0]}, {case[3][0]}")
def test_each_rule_is_found_there_and_back(case: Case) -> None:
    old, new, there, back = case

    assert there in changed(old, new)
    assert back in changed(new, old)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2][0]}, {case[3][0]}")
def test_nothing_is_found_in_a_document_beside_itself(
    case: tuple[Node, Node, tuple[str, str], tuple[str, str]],
) -> None:
    assert changed(case[0], over(case[0])) == []
    assert changed(case[1], over(case[1])) == []


def test_an_operation_that_is_only_in_one_document_came_or_went() -> None:
    one, two = api({"operationId": "a"}), api({"operationId": "b"}, path="/other")

    assert sorted(changed(one, two)) == [("operation-added", A), ("operation-removed", B)]


def test_an_operation_id_that_is_used_twice_now_is_risky() -> None:
    once = api({"operationId": "a"})
    twice = over(once)
    twice["paths"]["/others"] = {"get": {"operationId": "a", "responses": {"204": OK}}}

    assert ("operation-id-duplicated", R) in changed(once, twice)
    assert ("operation-id-duplicated", R) not in changed(twice, once)


def test_a_parameter_of_the_path_item_is_told_once_for_its_operations() -> None:
    def document(schema: Node) -> Node:
        operation = {"responses": {"204": OK}}
        parameters = [{"name": "id", "in": "path", "required": True, "schema": schema}]
        return api(paths={"/things/{id}": {"parameters": parameters, "get": operation, "delete": operation}})

    (change,) = found(document(STRING), document({**STRING, "maxLength": 3}), "length-tightened")

    assert change.where == "/things/{id}: path id"
    assert changed(document(STRING), document({**STRING, "maxLength": 3})) == [("length-tightened", B)]


def test_an_operations_own_parameter_hides_that_of_its_path() -> None:
    def document(shared: Node) -> Node:
        own = {"parameters": [{"name": "q", "in": "query", "schema": STRING}], "responses": {"204": OK}}
        return api(paths={"/things": {"parameters": [{"name": "q", "in": "query", "schema": shared}], "get": own}})

    assert changed(document(STRING), document({"type": "integer"})) == []


def test_headers_are_compared_without_regard_to_case() -> None:
    old = api({"parameters": [{"name": "X-Key", "in": "header", "schema": STRING}]})
    new = api({"parameters": [{"name": "x-key", "in": "header", "schema": STRING}]})

    assert changed(old, new) == []


def test_a_parameter_with_a_renamed_placeholder_is_still_compared() -> None:
    def document(name: str, schema: Node) -> Node:
        parameters = [{"name": name, "in": "path", "required": True, "schema": schema}]
        return api({"parameters": parameters}, path=f"/things/{{{name}}}")

    assert changed(document("a", STRING), document("b", {"type": "integer"})) == [
        ("type-changed", B), ("path-parameter-renamed", E),
    ]  # fmt: skip


def test_a_security_scheme_may_be_renamed() -> None:
    old, new = secured({"key": []}), secured({"apiKey": []})
    new["components"]["securitySchemes"]["apiKey"] = new["components"]["securitySchemes"].pop("key")

    assert changed(old, new) == []


def test_what_an_operation_asks_for_itself_stands_over_the_documents_own() -> None:
    old, new = secured({"key": []}), secured({"key": []})
    old["paths"]["/things"]["post"]["security"] = [{"key": []}]
    new["paths"]["/things"]["post"]["security"] = []

    assert changed(old, new) == [("credential-not-required", A)]
    assert changed(new, old) == [("credential-required", B)]


def test_an_operations_own_servers_stand_over_the_documents_own() -> None:
    old, new = served("https://a.example"), served("https://a.example")
    new["paths"]["/things"]["post"]["servers"] = [{"url": "https://b.example/"}]

    assert sorted(changed(old, new)) == [("server-added", A), ("server-removed", B)]


@pytest.mark.parametrize("kind", ["webhooks", "callbacks"])
def test_what_the_service_sends_of_itself_is_judged_as_a_response(kind: str) -> None:
    def document(schema: Node) -> Node:
        item = {
            "post": {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {"200": OK}}
        }
        return api(webhooks={"happened": item}) if kind == "webhooks" else api({"callbacks": {"cb": {"{$url}": item}}})

    assert changed(document(STRING), document({"type": ["string", "null"]})) == [("null-allowed", B)]


def test_every_rule_about_operations_has_its_case() -> None:
    mine = {name for case in CASES for name in (case[2][0], case[3][0])}
    elsewhere = {"operation-added", "operation-removed", "operation-id-duplicated", "schema-renamed", "member-changed"}
    topics = {
        "operations", "parameters", "bodies", "responses", "headers", "security", "servers", "components", "prose",
        "the rest",
    }  # fmt: skip

    assert {rule.id for rule in RULES.values() if rule.topic in topics} - elsewhere <= mine
