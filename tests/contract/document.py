"""Reads a pinned OpenAPI document as it is written, sharing nothing with the generator whose output it judges."""

from __future__ import annotations

import copy
import functools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["METHODS", "Document", "Operation", "Parameter", "convox", "kneo", "knoxcall"]

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Node = dict[str, Any]


@dataclass
class Parameter:
    """One parameter, its reference resolved. node: as written, for extensions."""

    name: str
    where: str
    required: bool
    schema: Node
    style: str
    explode: bool
    node: Node


@dataclass
class Operation:
    """One method of one path, everything in it resolved one level deep."""

    id: str
    method: str
    path: str
    node: Node
    params: list[Parameter] = field(default_factory=list)
    body: Node | None = None
    responses: dict[str, Node] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """ "GET /v1/runs": how people name it."""
        return f"{self.method} {self.path}"

    def of(self, where: str) -> dict[str, Parameter]:
        """The parameters in one place, by name."""
        return {param.name: param for param in self.params if param.where == where}

    def body_schema(self) -> Node | None:
        """The schema of the JSON body, None if there is no body."""
        if self.body is None:
            return None
        schema: Node = self.body["content"]["application/json"]["schema"]
        return schema

    def success_schema(self) -> Node:
        """The schema of the JSON body of a 200."""
        schema: Node = self.responses["200"]["content"]["application/json"]["schema"]
        return schema


class Document:
    """A parsed OpenAPI document."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._validators: dict[str, Any] = {}

    @property
    def schemas(self) -> dict[str, Node]:
        """The named schemas."""
        schemas: dict[str, Node] = self.root.get("components", {}).get("schemas", {})
        return schemas

    def resolve(self, node: Node) -> Node:
        """The node, or what it refers to, with the members beside a `$ref` laid over it."""
        while "$ref" in node:
            target: Any = self.root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
        return node

    def operations(self) -> Iterator[Operation]:
        """Every operation, in the order of the document."""
        for path, item in self.root["paths"].items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Node) -> Operation:
        node: Node = item[method]
        params = [self._parameter(raw) for raw in (*item.get("parameters", ()), *node.get("parameters", ()))]
        body = self.resolve(node["requestBody"]) if "requestBody" in node else None
        params.extend(self._fields(body))
        responses = {str(status): self.resolve(raw) for status, raw in node["responses"].items()}
        return Operation(node["operationId"], method.upper(), path, node, params, body, responses)

    def _parameter(self, raw: Node) -> Parameter:
        node = self.resolve(raw)
        where = node["in"]
        style = node.get("style", "form" if where in ("query", "cookie") else "simple")
        return Parameter(
            name=node["name"],
            where=where,
            required=node.get("required", False),
            schema=self.resolve(node["schema"]),
            style=style,
            explode=node.get("explode", style == "form"),
            node=node,
        )

    def _fields(self, body: Node | None) -> Iterator[Parameter]:
        """The fields of a form, where the document has them be arguments like parameters."""
        if body is None or self.root.get("x-form-fields") != "arguments":
            return
        for media, content in body["content"].items():
            if media != "application/x-www-form-urlencoded":
                continue
            for name, member in content["schema"]["properties"].items():
                style = content.get("encoding", {}).get(name, {}).get("style", "form")
                required = name in content["schema"].get("required", ())
                yield Parameter(name, "form", required, self.resolve(member), style, True, member)

    def find(self, method: str, encoded_path: str) -> Operation | None:
        """The operation that a request line belongs to; templates with fewer parameters first, then longer ones."""
        found = [op for op in self.operations() if op.method == method and _pattern(op.path).fullmatch(encoded_path)]
        return min(found, key=lambda op: (op.path.count("{"), -len(op.path)), default=None)

    def violations(self, schema: Node, value: Any) -> list[str]:
        """What a JSON Schema validator says about a value, one line each."""
        key = repr(schema)
        validator = self._validators.get(key)
        if validator is None:
            rooted = {**schema, "components": self.root.get("components", {})}
            validator = self._validators[key] = jsonschema_rs.Draft202012Validator(rooted)
        return [
            f"at /{'/'.join(map(str, error.instance_path))}: {error.message}" for error in validator.iter_errors(value)
        ]

    def changed(self) -> Document:
        """A deep copy, for a mutant."""
        return Document(copy.deepcopy(self.root))


@functools.lru_cache(maxsize=256)
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(re.escape(piece) for piece in re.split(r"\{[^}]+\}", path)))


@functools.lru_cache(maxsize=1)
def kneo() -> Document:
    """The pinned document of Kneo. Shared: change only what `changed` returns."""
    return Document(yaml.safe_load((ROOT / "openapi" / "kneo.yaml").read_text("utf-8")))


@functools.lru_cache(maxsize=1)
def knoxcall() -> Document:
    """The pinned document of KnoxCall. Shared: change only what `changed` returns."""
    return Document(yaml.safe_load((ROOT / "openapi" / "knoxcall.yaml").read_text("utf-8")))


@functools.lru_cache(maxsize=1)
def convox() -> Document:
    """The pinned document of Convox. Shared: change only what `changed` returns."""
    return Document(yaml.safe_load((ROOT / "openapi" / "convox.yaml").read_text("utf-8")))
