"""Two made-up API documents of more than a hundred operations each, with all that documents of public APIs do.

`ledger` is written in OpenAPI 3.0 as a payment service's might be, `forge` in 3.1 as a code host's. Both are put
together by rule, so that every construct stands in many places, and none of it is anybody's.
"""

# ruff: noqa: E501 - data in the form of the documents it stands for
from __future__ import annotations

from typing import Any

Node = dict[str, Any]
HUGE = 'A long explanation with `code`, "quotes", \'more\', back\\slashes and """ three. ' * 60


def ref(name: str) -> Node:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def listing(name: str, **more: Any) -> Node:
    """A list of something."""
    return {"type": "array", "items": ref(name), **more}


def answers(schema: Node | None, status: str = "200", media: str = "application/json") -> Node:
    """A success, and the errors that every operation has."""
    good: Node = {"description": "Fine."}
    if schema is not None:
        good["content"] = {media: {"schema": schema}}
    return {
        status: good,
        "4xx": {"$ref": "#/components/responses/Trouble"},
        "default": {"$ref": "#/components/responses/Trouble"},
    }


KINDS = [
    "account",
    "balance",
    "charge",
    "customer",
    "dispute",
    "invoice",
    "payout",
    "plan",
    "refund",
    "transfer",
    "topup",
    "class",
]


def ledger() -> Node:
    """The payment service, in OpenAPI 3.0."""
    paths: Node = {}
    schemas: Node = dict(LEDGER_SCHEMAS)
    for kind in KINDS:
        name = kind.title()
        tag = f"{name} things"
        schemas[kind] = {  # lower case, as some documents have it
            "title": f"The {kind}",
            "type": "object",
            "description": HUGE,
            "required": ["id", "created", "livemode", "not_declared"],
            "properties": {
                "id": {"type": "string", "maxLength": 5000, "readOnly": True},
                "created": {"type": "integer", "format": "unix-time"},
                "livemode": {"type": "boolean", "default": False},
                "amount": {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "nullable": True},
                "metadata": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 500}},
                "parent": {"allOf": [{"$ref": f"#/components/schemas/{kind}"}], "nullable": True, "description": "Up."},
                "children": {"type": "array", "items": {"$ref": f"#/components/schemas/{kind}"}},
                "owner": {"anyOf": [{"type": "string"}, ref("customer"), ref("Deleted.customer")]},
                "state": {"type": "string", "enum": ["open", "in-review", "in_review", "", "N/A", "1st", "class"]},
                "secret": {"type": "string", "writeOnly": True},
                "from": {"type": "string"},
                "address": {"$ref": "#/components/schemas/address", "nullable": True},
                "dotted.name": {"type": "string"},
                "hyphen-name": {"type": "number", "format": "double"},
                "free": {"type": "object"},
                "any": {},
            },
            "additionalProperties": False,
            "x-resourceId": kind,
        }
        one = {"$ref": f"#/components/schemas/{kind}"}
        page = {
            "type": "object",
            "required": ["data", "has_more"],
            "properties": {
                "data": {"type": "array", "items": one},
                "has_more": {"type": "boolean"},
                "object": {"type": "string", "enum": ["list"]},
                "url": {"type": "string", "pattern": "^/v1"},
            },
        }
        fields = {
            "amount": {"type": "integer"},
            "currency": {"type": "string"},
            "metadata": {
                "anyOf": [
                    {"type": "object", "additionalProperties": {"type": "string"}},
                    {"type": "string", "enum": [""]},
                ]
            },
            "expand": {"type": "array", "items": {"type": "string"}},
        }
        form = {
            "application/x-www-form-urlencoded": {
                "encoding": {"expand": {"style": "deepObject", "explode": True}},
                "schema": {"type": "object", "properties": fields, "required": ["amount"]},
            }
        }
        listed = [
            {
                "name": "limit",
                "in": "query",
                "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 10},
            },
            {"name": "starting_after", "in": "query", "description": HUGE, "schema": {"type": "string"}},
            {
                "name": "expand",
                "in": "query",
                "style": "deepObject",
                "explode": True,
                "schema": {"type": "array", "items": {"type": "string"}},
            },
            {
                "name": "created",
                "in": "query",
                "style": "deepObject",
                "explode": True,
                "schema": {
                    "anyOf": [{"type": "object", "properties": {"gt": {"type": "integer"}}}, {"type": "integer"}]
                },
            },
            {
                "name": "ids",
                "in": "query",
                "style": "pipeDelimited",
                "explode": False,
                "schema": {"type": "array", "items": {"type": "string"}},
            },
            {
                "name": "spaced",
                "in": "query",
                "style": "spaceDelimited",
                "explode": False,
                "schema": {"type": "array", "items": {"type": "integer"}},
            },
            {
                "name": "commas",
                "in": "query",
                "explode": False,
                "schema": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
            },
            {"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
            {"name": "day", "in": "query", "schema": {"type": "string", "format": "date", "nullable": True}},
            {"name": "class", "in": "query", "schema": {"type": "string"}},
            {"name": "body", "in": "query", "schema": {"type": "string"}},
            {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
            {"name": "X-Request-Tags", "in": "header", "schema": {"type": "array", "items": {"type": "string"}}},
            {"name": "Authorization", "in": "header", "schema": {"type": "string"}},
            {"name": "session", "in": "cookie", "schema": {"type": "string"}},
        ]
        ident = {"name": kind, "in": "path", "required": True, "schema": {"type": "string", "maxLength": 5000}}
        base = f"/v1/{kind}s"
        paths[base] = {
            "get": {
                "operationId": f"Get{name}s",
                "summary": f"List all {kind}s",
                "description": HUGE,
                "tags": [tag, "Lists"],
                "parameters": listed,
                "responses": answers(page),
                "requestBody": {"content": {}},
            },
            "post": {
                "operationId": f"Post{name}s",
                "tags": [tag],
                "description": "<p>Makes one.</p>",
                "requestBody": {"content": form, "required": False},
                "responses": answers(one),
            },
        }
        paths[f"{base}/{{{kind}}}"] = {
            "parameters": [ident],
            "get": {
                "operationId": f"Get{name}s{name}",
                "tags": [tag],
                "responses": answers({"anyOf": [one, ref("Deleted.customer")]}),
            },
            "post": {
                "operationId": f"Post{name}s{name}",
                "tags": [tag],
                "deprecated": True,
                "requestBody": {"content": form},
                "responses": answers(one),
            },
            "delete": {
                "operationId": f"Delete{name}s{name}",
                "tags": [tag],
                "responses": answers(ref("Deleted.customer")),
            },
        }
        paths[f"{base}/{{{kind}}}/files"] = {
            "post": {
                "tags": [tag],
                "parameters": [ident],
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["file", "purpose"],
                                "properties": {
                                    "file": {"type": "string", "format": "binary"},
                                    "purpose": {"type": "string", "enum": ["logo", "evidence"]},
                                    "file_link_data": {"type": "object", "properties": {"create": {"type": "boolean"}}},
                                },
                            }
                        }
                    },
                },
                "responses": answers(ref("file"), "201"),
            },
        }
        paths[f"{base}/{{{kind}}}/pdf"] = {
            "get": {
                "operationId": f"{kind}.pdf",
                "tags": [tag],
                "parameters": [ident],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}, "*/*": {}},
                    }
                },
            },
            "head": {
                "operationId": f"{kind}.pdf",
                "tags": [tag],
                "parameters": [ident],
                "responses": {"200": {"description": "", "content": {"application/pdf": {}}}},
            },
            "put": {
                "operationId": f"{kind}-pdf-put",
                "tags": [],
                "parameters": [ident],
                "requestBody": {"required": True, "content": {"application/octet-stream": {}}},
                "responses": {"204": {"description": "Done."}},
            },
        }
    paths["/v1/search"] = {
        "get": {
            "parameters": [
                {"name": "query", "in": "query", "required": True, "schema": {"type": "string", "minLength": 1}}
            ],
            "responses": {
                "default": {
                    "description": "",
                    "content": {"application/json; charset=utf-8": {"schema": ref("address")}},
                }
            },
        }
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Ledger: a \"made-up\" API", "version": "2026-02-30", "description": HUGE},
        "servers": [{"url": "https://api.ledger.test/{edition}", "variables": {"edition": {"default": "live"}}}],
        "security": [{"basicAuth": []}, {"bearerAuth": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"basicAuth": {"type": "http", "scheme": "basic"}, "bearerAuth": {"type": "http", "scheme": "bearer"}},
            "responses": {"Trouble": {"description": "", "headers": {"Retry-After": {"schema": {"type": "integer"}}}, "content": {"application/json": {"schema": ref("error")}}}},
            "schemas": schemas,
        },
    }  # fmt: skip


LEDGER_SCHEMAS: Node = {
    "error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "object", "properties": {"code": {"type": "string"}, "message": {"type": "string"}, "doc_url": {"type": "string", "format": "uri"}}}}},
    "Deleted.customer": {"type": "object", "required": ["deleted", "id"], "properties": {"deleted": {"type": "boolean", "enum": [True]}, "id": {"type": "string"}}},
    "address": {"type": "object", "properties": {"line1": {"type": "string", "nullable": True}, "country": {"type": "string", "example": "NO"}, "geo": {"type": "object", "nullable": True, "properties": {"lat": {"type": "number"}, "lon": {"type": "number"}}}}},
    "file": {"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer", "format": "int64"}, "hash": {"type": "string", "format": "byte"}, "kind": {"type": "string", "enum": ["logo", "evidence", None], "nullable": True}}},
    "alias": {"$ref": "#/components/schemas/address"},
}  # fmt: skip

PARTS = [
    "actions",
    "branches",
    "checks",
    "commits",
    "deploy-keys",
    "gists",
    "issues",
    "labels",
    "orgs",
    "pulls",
    "releases",
    "teams",
    "import",
]


def forge() -> Node:
    """The code host, in OpenAPI 3.1."""
    paths: Node = {}
    for part in PARTS:
        name = "".join(word.title() for word in part.split("-"))
        base = f"/repos/{{owner}}/{{repo}}/{part}"
        shared = [{"$ref": "#/components/parameters/owner"}, {"$ref": "#/components/parameters/repo"}]
        number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}
        paths[base] = {
            "get": {
                "operationId": f"{part}/list-for-repo",
                "summary": f"List {part}",
                "tags": [part],
                "parameters": [
                    *shared,
                    {"$ref": "#/components/parameters/per-page"},
                    {
                        "name": "sort",
                        "in": "query",
                        "schema": {"type": "string", "enum": ["created", "updated"], "default": "created"},
                    },
                    {"name": "state", "in": "query", "schema": {"$ref": "#/components/schemas/state"}},
                    {"name": "labels", "in": "query", "schema": {"type": ["string", "null"]}},
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/item"}},
                                "examples": {"default": {"value": []}},
                            }
                        },
                        "headers": {"Link": {"schema": {"type": "string"}}},
                    },
                    "304": {"description": "Not modified"},
                },
            },
            "post": {
                "operationId": f"{part}/create",
                "summary": f"Make one of {part}",
                "tags": [part],
                "parameters": shared,
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["title"],
                                "properties": {
                                    "title": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
                                    "body": {"type": ["string", "null"]},
                                    "labels": {
                                        "type": "array",
                                        "items": {
                                            "oneOf": [
                                                {"type": "string"},
                                                {"type": "object", "properties": {"id": {"type": "integer"}}},
                                            ]
                                        },
                                    },
                                    "settings": {
                                        "type": ["object", "null"],
                                        "properties": {"auto": {"type": "boolean"}},
                                    },
                                },
                                "anyOf": [{"required": ["title"]}, {"required": ["body"]}],
                            }
                        }
                    },
                },
                "responses": {
                    "201": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/full-item"}}},
                    },
                    "202": {"description": "Later", "content": {"text/plain": {"schema": {"type": "string"}}}},
                    "422": {"$ref": "#/components/responses/validation"},
                },
            },
        }
        paths[f"{base}/{{number}}"] = {
            "parameters": shared,
            "get": {
                "operationId": f"{part}/get",
                "tags": [part],
                "parameters": [
                    number,
                    {
                        "name": "X-Forge-Version",
                        "in": "header",
                        "schema": {"type": "string", "format": "date", "default": "2026-01-01"},
                    },
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/full-item"}},
                            "application/xml": {"schema": {"type": "string"}},
                        },
                    },
                    "410": {"description": "Gone"},
                },
            },
            "patch": {
                "operationId": f"{part}/update",
                "tags": [part],
                "parameters": [number],
                "requestBody": {
                    "content": {"application/merge-patch+json": {"schema": {"$ref": "#/components/schemas/event"}}}
                },
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/event"}}},
                    },
                    "204": {"description": "Nothing changed"},
                },
            },
            "delete": {
                "operationId": f"{part}/delete",
                "tags": [part],
                "parameters": [number],
                "requestBody": {
                    "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}
                },
                "responses": {"204": {"description": "Gone"}},
            },
        }
        paths[f"{base}/{{number}}/tree:walk/{{path}}"] = {
            "get": {
                "operationId": f"list{name}Tree",
                "tags": [part],
                "parameters": [
                    *shared,
                    number,
                    {
                        "name": "path",
                        "in": "path",
                        "schema": {"type": "array", "items": {"type": "string"}},
                        "style": "matrix",
                    },
                    {
                        "name": "object",
                        "in": "query",
                        "explode": True,
                        "schema": {"type": "object", "properties": {"depth": {"type": "integer"}}},
                    },
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/tree"}}},
                    }
                },
            },
        }
        paths[f"{base}/events"] = {
            "get": {
                "tags": [part],
                "parameters": shared,
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/event"}}},
                    }
                },
            },
            "post": {
                "tags": [part],
                "parameters": shared,
                "callbacks": {"done": {}},
                "requestBody": {"$ref": "#/components/requestBodies/shape"},
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "additionalProperties": {"$ref": "#/components/schemas/shape"},
                                }
                            }
                        },
                    }
                },
            },
        }
    paths["/markdown"] = {"$ref": "#/components/pathItems/markdown"}
    paths["/v{version}/meta/{id}/of/{id}"] = {
        "get": {
            "operationId": "meta",
            "responses": {
                "2XX": {"description": "", "content": {"application/json": {"schema": {"type": ["integer", "null"]}}}}
            },
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Forge", "version": "1.1.4"},
        "servers": [{"url": "/relative"}],
        "tags": [{"name": "issues", "description": "Interact with issues."}],
        "security": [{"appKey": [], "OAuth": ["repo"]}, {"Api Key": []}],
        "webhooks": {"push": {"post": {"responses": {"200": {"description": ""}}}}},
        "paths": paths,
        "components": {
            "securitySchemes": {"appKey": {"type": "apiKey", "in": "query", "name": "app"}, "OAuth": {"type": "oauth2", "flows": {}}, "Api Key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}},
            "parameters": {
                "owner": {"name": "owner", "in": "path", "required": True, "schema": {"type": "string"}},
                "repo": {"name": "repo", "in": "path", "required": True, "schema": {"type": "string"}},
                "per-page": {"name": "per_page", "in": "query", "schema": {"type": "integer", "default": 30}},
            },
            "responses": {"validation": {"description": "", "content": {"application/problem+json": {"schema": {"type": "object", "properties": {"errors": {"type": "array", "items": {"type": "object", "properties": {"field": {"type": "string"}}}}}}}}}},
            "requestBodies": {"shape": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/shape"}}, "application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}},
            "pathItems": {"markdown": {"post": {"operationId": "markdown/render", "requestBody": {"content": {"text/plain": {"schema": {"type": "string"}}}}, "responses": {"200": {"description": "", "content": {"text/html": {"schema": {"type": "string"}}}}}}}},
            "schemas": FORGE_SCHEMAS,
        },
    }  # fmt: skip


FORGE_SCHEMAS: Node = {
    "state": {"type": "string", "enum": ["open", "closed", "all"]},
    "user": {"title": "Simple User", "type": "object", "properties": {"login": {"type": "string"}, "+1": {"type": "integer"}, "-1": {"type": "integer"}, "$id": {"type": "string"}, "created": {"type": "string", "format": "date-time"}, "key": {"type": "string", "format": "uuid"}}, "required": ["login"]},
    "nullable-user": {"anyOf": [{"$ref": "#/components/schemas/user"}, {"type": "null"}]},
    "item": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "user": {"$ref": "#/components/schemas/nullable-user"}, "state": {"$ref": "#/components/schemas/state"}, "reactions": {"type": "object", "patternProperties": {"^x": {"type": "integer"}}}, "parent": {"$ref": "#/components/schemas/item"}, "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}, "kind": {"const": "item"}, "sizes": {"type": "integer", "enum": [1, 2, 3]}}},
    "full-item": {"allOf": [{"$ref": "#/components/schemas/item"}, {"type": "object", "properties": {"body": {"type": "string"}, "closed_by": {"$ref": "#/components/schemas/nullable-user"}}}, {"required": ["body"]}]},
    "event": {"type": "object", "properties": {"event": {"type": "string"}, "payload": True, "at": {"type": "string", "format": "date-time"}}, "if": {"required": ["event"]}, "then": {"required": ["at"]}},
    "tree": {"type": "array", "items": {"$ref": "#/components/schemas/tree-node"}},
    "tree-node": {"type": "object", "properties": {"children": {"$ref": "#/components/schemas/tree"}, "name": {"type": "string"}}},
    "circle": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "radius": {"type": "number", "default": 1}}},
    "square": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "side": {"type": "number"}}},
    "shape": {"oneOf": [{"$ref": "#/components/schemas/circle"}, {"$ref": "#/components/schemas/square"}], "discriminator": {"propertyName": "kind", "mapping": {"round": "circle", "square": "#/components/schemas/square"}}},
    "json": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/json"}}, {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/json"}}]},
}  # fmt: skip
