"""What `trellis call` can call: the operations of the pinned documents, and what they take. Loads no HTTP library."""

from __future__ import annotations

import difflib
import json
import re
from functools import lru_cache
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any, NamedTuple

from trellis.core.runtime.operation import NO_DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trellis.core.runtime.operation import Operation, Param

__all__ = [
    "PACKAGES",
    "Argument",
    "Entry",
    "UsageProblem",
    "closest",
    "entry_of",
    "find",
    "is_secret_entry",
    "operations",
    "plain",
]

PACKAGES = {"kneo": "kneo_client", "knoxcall": "knoxcall", "convox": "convox"}
"""The services, and the packages that hold their clients."""

_MAX_HOPS = 8
_SECRET_NAME = re.compile(r"(password|passphrase|private_key|_pass)$")
_SECRET_ENTRY = re.compile(r"(password|passphrase|private_key|secret|token|api_key|authorization)$")
_SECRETS = {("certificates_create", "key")}
"""What no document marks and no name gives away: the private key of a certificate."""
_KINDS = {"enum": "string", "uuid": "string", "datetime": "string", "date": "string"}
_ENCODED = {"comma": "array", "map": "object", "json": "any", "base64": "bytes", "go-time": "time"}
_IDEMPOTENCY = frozenset({"idempotency-key", "x-idempotency-key"})


class UsageProblem(Exception):
    """The command line asks for what cannot be done. Nothing was sent."""


class Argument(NamedTuple):
    """One thing that an operation takes.

    name: as it is typed. where: "path", "query", "header", "form" or "body" (a member of a JSON body). kind: "string",
    "integer", "number", "boolean", "array", "object", "any", "bytes" or "time". item: the kind of an array's items.
    limits: in words, "" if there are none. secret: it is not taken from the command line. arg: what the operation's row
    calls it, or the body's member; wire: what it is called on the wire.
    """

    name: str
    where: str
    kind: str
    item: str
    required: bool
    default: Any
    enum: tuple[str, ...]
    limits: str
    description: str
    secret: bool
    arg: str
    wire: str


class Entry(NamedTuple):
    """An operation with what its document says of it.

    body: how its body goes out: "json", "raw", "form" (whose fields are arguments), or "" for none. closed: a JSON
    body has no other members than the arguments. errors: statuses and what they mean.
    """

    service: str
    row: Operation[Any]
    summary: str
    description: str
    arguments: tuple[Argument, ...]
    body: str
    media: str
    body_required: bool
    closed: bool
    errors: tuple[tuple[str, str], ...]

    @property
    def transport(self) -> str:
        """ "http", "http-stream", "http-proxy" or "websocket"."""
        return str(self.row.ext.get("x-transport", "http"))


def is_secret_entry(name: str) -> bool:
    """Whether an entry of an open object, which no document describes, has a name that secrets have."""
    return _SECRET_ENTRY.search(plain(name)) is not None


def operations(service: str) -> Mapping[str, Operation[Any]]:
    """The table of a service, by id."""
    found: Mapping[str, Operation[Any]] = import_module(f"{PACKAGES[service]}._generated.operations").OPERATIONS
    return found


def plain(name: str) -> str:
    """A name as it is compared: `Idempotency-Key`, `apps.list` and `format_` are as good as their plain forms."""
    return re.sub(r"[-. ]", "_", name).lower().strip("_")


def find(service: str, name: str) -> Operation[Any]:
    """The operation of that name: its id, also with dots or hyphens. UsageProblem says which names are like it."""
    table = operations(service)
    row = table.get(name) or table.get(plain(name))
    if row is None:
        raise UsageProblem(
            f"{service} has no operation {name!r}{closest(plain(name), table)}; `trellis call {service}` lists them"
        )
    return row


def closest(word: str, known: Iterable[str]) -> str:
    """ "; did you mean a or b?" for what is like `word`, or nothing."""
    names = list(known)
    parts = _parts(word)
    # "runs_list" is no typing error for "list_runs", but what somebody who knows the client would write.
    same = [name for name in names if parts and _parts(name) == parts]
    like = [*same, *(name for name in difflib.get_close_matches(word, names, n=3, cutoff=0.6) if name not in same)]
    return f"; did you mean {' or '.join(like[:3])}?" if like else ""


def _parts(name: str) -> frozenset[str]:
    return frozenset(part.removesuffix("s") for part in name.lower().split("_"))


def entry_of(service: str, row: Operation[Any]) -> Entry:
    """An operation with what its document says of it."""
    document = _document(service)
    item = document["paths"][row.path]
    node = item[row.method.lower()]
    described = {
        (found["in"], found["name"].lower()): found
        for found in (_followed(document, each) for each in (*item.get("parameters", ()), *node.get("parameters", ())))
    }
    request = _followed(document, node.get("requestBody") or {})
    content = request.get("content") or {}
    media = next(iter(content), "")
    schema = _followed(document, content[media].get("schema", {})) if media else {}
    members: Mapping[str, Any] = schema.get("properties") or {}
    arguments: dict[str, Argument] = {}
    for param in row.params:
        if param.where == "form":
            said = _followed(document, members.get(param.name, {}))
            argument = _of_param(row.id, param, said.get("description", ""), said)
        else:
            found = described.get((param.where, param.name.lower()), {})
            said = _followed(document, found.get("schema", {}))
            argument = _of_param(row.id, param, found.get("description") or said.get("description", ""), said)
        arguments.setdefault(argument.name, argument)
    body = row.bodies[0].encoding if row.bodies else ""
    if body == "json":
        required = schema.get("required", ())
        for name, member in members.items():
            arguments[plain(name)] = _of_member(row.id, document, name, member, name in required)
    return Entry(
        service,
        row,
        node.get("summary", ""),
        node.get("description", ""),
        tuple(sorted(arguments.values(), key=lambda each: not each.required)),
        "raw" if row.ext.get("x-any-method") else "form" if row.form_params else body,
        media,
        bool(row.bodies and row.bodies[0].required),
        body == "json" and bool(members),
        tuple(
            (status, _followed(document, reply).get("description", ""))
            for status, reply in node.get("responses", {}).items()
            if not status.startswith(("1", "2", "3"))
        ),
    )


@lru_cache(maxsize=4)
def _document(service: str) -> dict[str, Any]:
    text = (resources.files(f"{PACKAGES[service]}._generated") / "spec.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _followed(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference leads to; what stands beside it holds."""
    for _ in range(_MAX_HOPS):
        reference = node.get("$ref")
        if reference is None:
            return node
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = {**found, **{name: value for name, value in node.items() if name != "$ref"}}
    return node


def _of_param(operation: str, param: Param, description: str, schema: Mapping[str, Any]) -> Argument:
    name = "idempotency_key" if param.name.lower() in _IDEMPOTENCY else plain(param.arg)
    kind, item = _ENCODED.get(param.encoding) or _KINDS.get(param.kind, param.kind), "string"
    if kind.startswith("array:"):
        item = _KINDS.get(kind[6:], kind[6:])
        kind = "array"
    return Argument(
        name,
        param.where,
        kind,
        item,
        param.required,
        None if param.default is NO_DEFAULT else param.default,
        tuple(param.enum or ()),
        _limits(param.minimum, param.maximum, param.min_length, param.max_length),
        " ".join(description.split()),
        _is_secret(operation, name, schema),
        param.arg,
        param.name,
    )


def _of_member(operation: str, document: Mapping[str, Any], name: str, node: Any, required: bool) -> Argument:
    schema = _followed(document, node)
    choices = [_followed(document, choice) for choice in schema.get("anyOf") or schema.get("oneOf") or ()]
    kinds = {_kind_of(choice) for choice in (choices or [schema])} - {"null"}
    kind = "string" if "string" in kinds else next(iter(kinds)) if len(kinds) == 1 else "any"
    items = _followed(document, schema.get("items") or {})
    open_enum = schema.get("x-known-values") or schema.get("x-open-enum")
    return Argument(
        plain(name),
        "body",
        kind,
        _kind_of(items),
        required,
        schema.get("default"),
        () if open_enum else tuple(value for value in schema.get("enum") or () if isinstance(value, str)),
        _limits(schema.get("minimum"), schema.get("maximum"), schema.get("minLength"), schema.get("maxLength")),
        " ".join(str(schema.get("description", "")).split()),
        _is_secret(operation, plain(name), schema),
        name,
        name,
    )


def _kind_of(schema: Mapping[str, Any]) -> str:
    said = schema.get("type")
    if isinstance(said, list):
        said = next((each for each in said if each != "null"), "any")
    if said is None and "const" in schema:
        said = {bool: "boolean", str: "string", int: "integer"}.get(type(schema["const"]), "any")
    if said is None and "enum" in schema:
        said = "string"
    return said if isinstance(said, str) else "any"


def _limits(least: float | None, most: float | None, shortest: int | None, longest: int | None) -> str:
    said = []
    if least is not None and most is not None:
        said.append(f"{least:g} to {most:g}")
    elif least is not None:
        said.append(f"at least {least:g}")
    elif most is not None:
        said.append(f"at most {most:g}")
    if longest is not None:
        said.append(f"{shortest or 0} to {longest} characters")
    elif shortest is not None:
        said.append(f"at least {shortest} character(s)")
    return ", ".join(said)


def _is_secret(operation: str, name: str, schema: Mapping[str, Any]) -> bool:
    if schema.get("format") == "password" or (operation, name) in _SECRETS:
        return True
    return _SECRET_NAME.search(name) is not None
