"""What a pinned spec must not hold: everything that openapi-python-client 0.29.1 would drop or bend without a word.

A construct is listed here, or carried past the parser by `spec_prepare`, or understood by both; there is no fourth
kind. Each problem says where it is, why it is one, and what to write instead.
"""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from spec_lint_schemas import SchemaLint, unprintable
from spec_prepare import (
    METHODS,
    argument_name,
    form_fields,
    media_type,
    operations,
    parameters,
    pointer_escape,
    resolve,
    result_schema,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATION_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
STATUS = re.compile(r"[1-5](\d\d|XX)|default")
PATH = re.compile(r"(/([^{}/?#\s]|\{[^{}/?#\s]+\})*)+")
IDEMPOTENCY = ("safe", "honoured", "ignored")
PAGINATION = ("offset", "page", "cursor", "limit")
TRANSPORTS = ("http", "http-stream", "http-proxy", "websocket")
ENCODINGS = ("comma", "map", "go-time", "go-duration", "base64", "json", "utf-8")
ENCODED = ("query", "header", "form")
# Names of the operation table's own module.
TAKEN_IDS = {"annotations", "datetime"}
STYLES = {
    "path": {"simple"},
    "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
    "header": {"simple"},
    "cookie": {"form"},
}


class Problem(NamedTuple):
    """One thing that is wrong with a document."""

    pointer: str
    text: str

    def __str__(self) -> str:
        return f"#{self.pointer}: {self.text}"


def pointer(*parts: object) -> str:
    """A JSON pointer."""
    return "".join(f"/{pointer_escape(str(part))}" for part in parts)


def lint(document: dict[str, Any]) -> list[Problem]:
    """Every problem of a canonical document, in its own order; empty if it can be generated from."""
    version = document.get("openapi", "")
    if not re.fullmatch(r"3\.1\.\d+", str(version)):
        return [Problem("/openapi", f"version {version} of OpenAPI: write the document as 3.1")]
    dangling = [Problem(where, text) for where, text in _references(document, document, "")]
    if dangling:
        return dangling  # nothing else can be looked at before these
    found = [*_document(document)]
    for path, item in document.get("paths", {}).items():
        found.extend(_path(document, path, item))
    for path, method, operation, item in operations(document):
        found.extend(_Operation(document, path, method, operation, item).problems())
    found.extend(Problem(where, text) for where, text in SchemaLint(document).problems())
    return list(dict.fromkeys(found))


def _references(document: dict[str, Any], node: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for i, one in enumerate(node):
            yield from _references(document, one, at + pointer(i))
        return
    if not isinstance(node, dict):
        return
    ref = node.get("$ref")
    if isinstance(ref, str):
        if not ref.startswith("#/"):
            yield at, f"a reference out of the document, {ref!r}: write its target into components"
        else:
            try:
                resolve(document, node)
            except (KeyError, TypeError):
                yield at, f"a reference that leads nowhere, {ref!r}"
    for key, value in node.items():
        if not key.startswith("x-") and key not in ("example", "examples", "default", "enum", "const"):
            yield from _references(document, value, at + pointer(key))


def _document(document: dict[str, Any]) -> Iterator[Problem]:
    version = str(document.get("info", {}).get("version", ""))
    if not version or unprintable(version):
        yield Problem(
            "/info/version", "missing, or not printable: the generated package says what it was generated from"
        )
    if document.get("x-form-fields") not in (None, "arguments"):
        yield Problem("/x-form-fields", "write `arguments`, or leave it out")
    if "webhooks" in document:
        yield Problem("/webhooks", "the parser drops webhooks: describe their bodies under components/schemas")
    yield from _security(document, document.get("security", []), "/security")
    seen: dict[str, str] = {}
    for path, method, operation, _ in operations(document):
        name = operation.get("operationId")
        if not isinstance(name, str):
            continue
        at = pointer("paths", path, method, "operationId")
        if name in seen:
            yield Problem(at, f"{name!r} is taken by {seen[name]}: the later one would silently win")
        seen.setdefault(name, f"{method.upper()} {path}")
    shapes: dict[str, str] = {}
    for path in document.get("paths", {}):
        shape = re.sub(r"{[^{}]*}", "{}", path)
        if shape in shapes:
            yield Problem(pointer("paths", path), f"the same path as {shapes[shape]!r} but for a parameter's name")
        shapes.setdefault(shape, path)


def _security(document: dict[str, Any], security: Any, at: str) -> Iterator[Problem]:
    schemes = document.get("components", {}).get("securitySchemes", {})
    for i, alternative in enumerate(security):
        if len(alternative) > 1:
            yield Problem(at + pointer(i), "two schemes at once: the table knows alternatives only; list them apart")
        for name in alternative:
            if name not in schemes:
                yield Problem(at + pointer(i), f"no security scheme is called {name!r}")


def _path(document: dict[str, Any], path: str, item: dict[str, Any]) -> Iterator[Problem]:
    at = pointer("paths", path)
    if not PATH.fullmatch(path) or unprintable(path):
        yield Problem(at, "not a path: write /, then literal text and {parameters}, without query or fragment")
    names = re.findall(r"{([^{}]*)}", path)
    if len(set(names)) != len(names):
        yield Problem(at, "a parameter stands twice in the path: give the second a name of its own")
    if "$ref" in item and len([key for key in item if not key.startswith("x-")]) > 1:
        yield Problem(at, "members beside a path item's $ref would be lost: move them into its target")
    item = resolve(document, item)
    for key in item:
        if key not in METHODS and key not in ("parameters", "summary", "description", "$ref") and key[:2] != "x-":
            yield Problem(
                at + pointer(key), "not a method (write it in lower case) nor a known member: it would be dropped"
            )


class _Operation:
    """The rules of one operation."""

    def __init__(
        self, document: dict[str, Any], path: str, method: str, operation: dict[str, Any], item: dict[str, Any]
    ) -> None:
        self.document = document
        self.path = path
        self.method = method
        self.operation = operation
        self.item = item
        self.at = pointer("paths", path, method)
        self.params = parameters(document, operation, item)

    def problems(self) -> Iterator[Problem]:
        """Every problem of this operation."""
        yield from self.identity()
        yield from self.parameters()
        yield from self.bodies()
        yield from self.answers()
        yield from self.extensions()

    def identity(self) -> Iterator[Problem]:
        """Name, security, callbacks."""
        name = self.operation.get("operationId")
        if not isinstance(name, str):
            yield Problem(self.at, "no operationId: the parser would make one up from the path; name it")
        elif not OPERATION_ID.fullmatch(name) or keyword.iskeyword(name) or name in TAKEN_IDS:
            yield Problem(
                self.at + "/operationId",
                f"{name!r} is no name for a row of the table: write lower_snake_case, no keyword",
            )
        if "callbacks" in self.operation:
            yield Problem(self.at + "/callbacks", "the parser drops callbacks: describe their bodies under components")
        if "servers" in self.operation or "servers" in self.item:
            yield Problem(self.at, "servers of its own: the table has one base address; leave them out")
        yield from _security(self.document, self.operation.get("security", []), self.at + "/security")

    def parameters(self) -> Iterator[Problem]:
        """Placeholders of the path, styles, contents."""
        in_path = set(re.findall(r"{([^{}]*)}", self.path))
        declared = {param["name"] for param in self.params if param["in"] == "path"}
        for name in sorted(in_path - declared):
            yield Problem(self.at, f"{{{name}}} is in the path and no path parameter")
        for name in sorted(declared - in_path):
            yield Problem(self.at, f"the path parameter {name!r} is not in the path")
        for param in self.params:
            yield from self.parameter(param)

    def parameter(self, param: dict[str, Any]) -> Iterator[Problem]:
        """One parameter."""
        name, where = param["name"], param["in"]
        at = f"{self.at}/parameters"
        if where not in STYLES:
            yield Problem(at, f"{name!r} is in {where!r}, which is no place for a parameter")
            return
        if where == "path" and param.get("required") is not True:
            yield Problem(at, f"the path parameter {name!r} is not required: write `required: true`")
        if unprintable(name):
            yield Problem(at, f"a control character in the name {name!r}")
        style = param.get("style")
        if style is not None and style not in STYLES[where]:
            yield Problem(
                at, f"{name!r} has style {style!r}: in {where}, write one of {', '.join(sorted(STYLES[where]))}"
            )
        if param.get("allowReserved"):
            yield Problem(at, f"{name!r} has allowReserved: every value is percent-encoded whole; leave it out")
        content = param.get("content")
        if "schema" not in param and not content:
            yield Problem(at, f"{name!r} has no schema")
        elif content and (len(content) != 1 or media_type(next(iter(content))) != "application/json"):
            yield Problem(at, f"{name!r} has content other than JSON: write a schema, or one application/json")
        if where == "header" and name.lower() in ("accept", "content-type", "authorization"):
            yield Problem(at, f"OpenAPI ignores a header parameter {name!r}: leave it out")
        if "schema" in param:
            yield from self.encoding(param, param["schema"], where, at)
        if "x-argument" in param:
            others = [argument_name(one["name"]) for one in self.params if one is not param]
            if param["x-argument"] not in others:
                yield Problem(at, f"{name!r} shares its x-argument {param['x-argument']!r} with no other parameter")

    def encoding(self, holder: dict[str, Any], schema: dict[str, Any], where: str, at: str) -> Iterator[Problem]:
        """`x-encoding` of a parameter or a field."""
        encoding = holder.get("x-encoding")
        if encoding is None:
            return
        if encoding not in ENCODINGS:
            yield Problem(at, f"{encoding!r} is no x-encoding: write one of {', '.join(ENCODINGS)}")
        elif where not in ENCODED or (encoding == "utf-8" and where != "header"):
            yield Problem(at, f"x-encoding {encoding!r} has no meaning in {where}: leave it out")
        elif resolve(self.document, schema).get("type") != "string":
            yield Problem(at, f"x-encoding {encoding!r} makes text of a value, so on the wire its type is string")

    def form(self) -> Iterator[Problem]:
        """A form whose fields are arguments."""
        at = f"{self.at}/requestBody/content"
        content = resolve(self.document, self.operation.get("requestBody", {})).get("content", {})
        for holder in form_fields(self.document, self.operation):
            if len(content) > 1:
                yield Problem(at, "a form beside another media type: its fields cannot be arguments")
            schema = holder.get("schema", {})
            members = schema.get("properties")
            if "$ref" in schema or schema.get("type") != "object" or not members:
                yield Problem(at, "fields that are arguments are listed in place: write an object with properties")
                return
            for name, member in members.items():
                where = at + pointer(name)
                if unprintable(name) or not argument_name(name).isidentifier():
                    yield Problem(where, f"{name!r} gives no name for an argument")
                if resolve(self.document, member).get("type") not in ("string", "integer", "number", "boolean"):
                    yield Problem(where, "a field holds one text: write string (with an x-encoding), integer ...")
                yield from self.encoding(member, member, "form", where)
            for name, how in holder.get("encoding", {}).items():
                if how != {"style": "deepObject"} or members.get(name, {}).get("x-encoding") != "map":
                    yield Problem(
                        at + pointer(name), "only style deepObject is understood here, for a field that is a map"
                    )

    def bodies(self) -> Iterator[Problem]:
        """Request bodies."""
        request = resolve(self.document, self.operation.get("requestBody", {}))
        if request and self.method in ("get", "head", "trace"):
            yield Problem(self.at + "/requestBody", f"a {self.method.upper()} has no body")
        if request and not request.get("content"):
            yield Problem(self.at + "/requestBody", "a body without content: name its media type")
        yield from self.media(request.get("content", {}), self.at + "/requestBody/content")
        yield from self.form()

    def answers(self) -> Iterator[Problem]:
        """Declared answers."""
        answers = self.operation.get("responses")
        if not answers:
            yield Problem(self.at, "no responses: declare at least the success")
            return
        proxied = self.operation.get("x-any-method") is True  # whatever the other server answers is the result
        if not proxied and not any(status[:1] in ("1", "2", "3") for status in answers):
            yield Problem(self.at + "/responses", "no success is declared, so the result has no type")
        for status, response in answers.items():
            at = self.at + pointer("responses", status)
            if not STATUS.fullmatch(status):
                yield Problem(at, "the parser drops this status: write three digits, or 4XX in capitals, or default")
            content = resolve(self.document, response).get("content") or {}
            yield from self.media(content, at + "/content")
            schemas = [holder.get("schema") for holder in content.values()]
            if any(schema != schemas[0] for schema in schemas):
                yield Problem(at + "/content", "media types of different schemas: the table has one type per answer")
            if status[:1] == "2" and any("schema" not in holder for holder in content.values()):
                yield Problem(at + "/content", "content without a schema would count as no body: write one")

    def media(self, content: dict[str, Any], at: str) -> Iterator[Problem]:
        """Media types."""
        for media in content:
            if media != media_type(media) or "*" in media or "/" not in media:
                yield Problem(
                    at + pointer(media), "write a media type in lower case, without parameters and without wildcards"
                )

    def extensions(self) -> Iterator[Problem]:
        """What the core is told about repeating and paging."""
        idempotency = self.operation.get("x-idempotency")
        if idempotency is None and self.method in ("post", "patch"):
            yield Problem(self.at, f"what does repeating it do? write x-idempotency: {' | '.join(IDEMPOTENCY)}")
        elif idempotency is not None and idempotency not in IDEMPOTENCY:
            yield Problem(self.at + "/x-idempotency", f"{idempotency!r}: write one of {', '.join(IDEMPOTENCY)}")
        transport = self.operation.get("x-transport")
        if transport is not None and transport not in TRANSPORTS:
            yield Problem(self.at + "/x-transport", f"{transport!r}: write one of {', '.join(TRANSPORTS)}")
        elif transport == "websocket" and (self.method != "get" or "101" not in self.operation.get("responses", {})):
            yield Problem(self.at + "/x-transport", "a WebSocket handshake is a GET that is answered with 101")
        yield from self.unwrapping()
        pagination = self.operation.get("x-pagination")
        if pagination is not None:
            yield from self.pagination(pagination, self.at + "/x-pagination")

    def unwrapping(self) -> Iterator[Problem]:
        """`x-unwrap` and `x-fold`, held against the successful answers."""
        unwrap, fold = self.operation.get("x-unwrap"), self.operation.get("x-fold")
        if fold is not None and (unwrap in (None, "none") or not isinstance(fold, list) or not fold):
            yield Problem(self.at + "/x-fold", "write a list of members beside the one that x-unwrap names")
            return
        if unwrap in (None, "none"):
            return
        for status, response in self.operation.get("responses", {}).items():
            for holder in (resolve(self.document, response).get("content") or {}).values():
                members = resolve(self.document, holder.get("schema", {})).get("properties", {})
                lost = [name for name in (unwrap, *(fold or ())) if name not in members]
                if status[:1] == "2" and lost:
                    yield Problem(self.at + "/x-unwrap", f"the answer {status} has no member {lost[0]!r}")

    def pagination(self, pagination: dict[str, Any], at: str) -> Iterator[Problem]:
        """`x-pagination`, held against the parameters and the answer."""
        kind, items = pagination.get("kind"), pagination.get("items")
        if kind not in PAGINATION or not isinstance(items, str):
            yield Problem(at, f"write kind ({', '.join(PAGINATION)}) and items (a member's name, or '')")
            return
        query = {param["name"] for param in self.params if param["in"] == "query"}
        needed = {"offset": {"limit", "offset"}, "page": {"page", "per_page"}, "cursor": {"cursor"}, "limit": {"limit"}}
        for name in sorted(needed[kind] - query):
            yield Problem(at, f"kind {kind} without a query parameter {name!r}")
        for status, response in self.operation.get("responses", {}).items():
            if status[:1] != "2" or not items:
                continue
            for holder in (resolve(self.document, response).get("content") or {}).values():
                schema = result_schema(self.document, self.operation, holder.get("schema", {}))
                member = resolve(self.document, schema).get("properties", {}).get(items)
                if "$ref" not in schema:
                    yield Problem(at, f"the answer {status} is inline: give its schema a name under components/schemas")
                elif member is None or resolve(self.document, member).get("type") != "array":
                    yield Problem(at, f"the answer {status} has no list {items!r}")
