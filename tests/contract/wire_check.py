"""Holds a request as it was sent against the pinned document: line, query, headers, body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from .document import Document, Node, Operation

__all__ = ["KNEO", "KNOXCALL", "Conventions", "operation_of", "request_problems", "sent_parameters"]

PREFIX = "/base"
"""The path prefix of the profile that the requests are made with: what a platform behind a proxy has."""

OF_HTTP = frozenset({"host", "accept", "accept-encoding", "connection", "content-length", "content-type", "user-agent"})
"""What every request may carry, and no document lists."""

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Conventions:
    """What goes with requests to a service without being a parameter of its operations.

    always: headers of every request, which the manual asks for and the document does not list. key: the header of the
    idempotency key. keyed: the methods it goes with; the service ignores it where it does not honour it.
    """

    always: frozenset[str]
    key: str
    keyed: frozenset[str]


KNEO = Conventions(frozenset({"authorization", "x-request-id"}), "idempotency-key", frozenset({"POST"}))
KNOXCALL = Conventions(
    frozenset({"authorization", "knoxcall-version"}),
    "x-idempotency-key",
    frozenset({"POST", "PUT", "PATCH", "DELETE"}),
)


def operation_of(document: Document, request: httpx.Request) -> Operation | None:
    """The operation that a request is addressed to."""
    path = request.url.raw_path.decode("ascii").partition("?")[0]
    return document.find(request.method, path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None


def sent_parameters(document: Document, op: Operation, request: httpx.Request) -> dict[tuple[str, str], Any]:
    """The parameters in a request by place and name, as the types that the document gives them."""
    found: dict[tuple[str, str], Any] = {}
    target = request.url.raw_path.decode("ascii")
    path, _, query = target.partition("?")
    for piece, template in zip(path.removeprefix(PREFIX).split("/"), op.path.split("/"), strict=True):
        if template.startswith("{"):
            param = op.of("path").get(template[1:-1])
            found["path", template[1:-1]] = unquote(piece) if param is None else _typed(unquote(piece), param.schema)
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    for name, text in pairs:
        param = op.of("query").get(name)
        if param is not None and param.schema.get("type") == "array":
            found.setdefault(("query", name), []).append(_typed(text, param.schema["items"]))
        elif ("query", name) in found:
            found["query", name] = [found["query", name], text]  # sent twice: no schema but a list's allows it
        else:
            found["query", name] = text if param is None else _typed(text, param.schema)
    for name, value in request.headers.items():
        if name not in OF_HTTP:
            declared = next((known for known in op.of("header") if known.lower() == name), name)
            found["header", declared] = value
    return found


def request_problems(document: Document, request: httpx.Request, service: Conventions = KNEO) -> list[str]:
    """Everything that the document does not allow about a request, one line each."""
    op = operation_of(document, request)
    if op is None:
        return [f"{request.method} {request.url}: no such operation in the document"]
    return [f"{op.line}: {problem}" for problem in _problems(document, op, request, service)]


def _problems(document: Document, op: Operation, request: httpx.Request, service: Conventions) -> Iterator[str]:
    sent = sent_parameters(document, op, request)
    declared = {(param.where, param.name): param for param in op.params}
    for key, param in declared.items():
        if key in sent:
            for violation in document.violations(param.schema, sent[key]):
                yield f"{key[0]} {key[1]}: {violation}"
        elif param.required:
            yield f"{key[0]} {key[1]} is missing"
    for where, name in sent.keys() - declared.keys():
        if where == "header" and (name in service.always or (name == service.key and op.method in service.keyed)):
            continue
        yield f"{where} {name} is not declared"
    for name in service.always:
        if name not in request.headers:
            yield f"header {name} is missing"
    yield from _body(document, op, request)


def _body(document: Document, op: Operation, request: httpx.Request) -> Iterator[str]:
    if op.body is None:
        if request.content:
            yield "has a body, and may not"
        if "content-type" in request.headers:
            yield "has a content type without a body"
        return
    if FORM in op.body["content"]:
        if request.headers.get("content-type") != FORM:
            yield f"content type is {request.headers.get('content-type')!r}"
        pairs = parse_qsl(request.content.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        for violation in document.violations(op.body["content"][FORM]["schema"], dict(pairs)):
            yield f"body: {violation}"
        return
    schema = op.body_schema()
    assert schema is not None
    if request.headers.get("content-type") != "application/json":
        yield f"content type is {request.headers.get('content-type')!r}"
    try:
        body = json.loads(request.content)
    except ValueError as error:
        yield f"body is no JSON: {error}"
        return
    for violation in document.violations(schema, body):
        yield f"body: {violation}"


def _typed(text: str, schema: Node) -> Any:
    kind = schema.get("type")
    if kind == "integer" and text.lstrip("-").isdecimal():
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text
