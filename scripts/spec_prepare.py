"""From a pinned spec to the generator's input: a pure function of the document.

openapi-python-client reads a part of OpenAPI and drops the rest without a word. Whatever of that the operation table
or the models need is carried under the root extension `x-sdk`, which the templates read back. Constructs that can
neither be parsed nor carried are refused earlier, by `spec_lint`.
"""

from __future__ import annotations

import copy
import datetime
import json
import keyword
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
JSON_MEDIA = re.compile(r"application/(.+\+)?json")
FORM_MEDIA = "application/x-www-form-urlencoded"
# The media types, beside JSON and text, that the parser knows; it needs to be told to treat any other as bytes.
PARSED_REQUEST_MEDIA = {FORM_MEDIA, "multipart/form-data", "application/octet-stream"}
FORMAT_KINDS = {"date-time": "datetime", "date": "date", "uuid": "uuid", "binary": "binary"}
STREAM_MEDIA = {"text/event-stream", "application/x-ndjson"}


def load(path: pathlib.Path) -> dict[str, Any]:
    """Read a spec in YAML or JSON as canonical plain data."""
    return load_text(path.read_text("utf-8"), is_json=path.suffix == ".json")


def load_text(text: str, *, is_json: bool = False) -> dict[str, Any]:
    """Read a spec from its text. Raises ValueError where the document is not a mapping."""
    if is_json:
        document = json.loads(text, object_pairs_hook=_without_duplicates)
    else:
        from ruamel.yaml import YAML

        document = YAML(typ="safe", pure=True).load(text)
    if not isinstance(document, dict):
        raise ValueError("the document is not a mapping")
    return canonical(document)  # type: ignore[no-any-return]


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # YAML refuses a key that stands twice; JSON's reader would let the later one win.
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"members that stand twice: {sorted({name for name in names if names.count(name) > 1})}")
    return made


def canonical(value: Any) -> Any:
    """Plain JSON data: string keys (a status written without quotes is a number to YAML), dates as text."""
    if isinstance(value, dict):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return value


def canonical_json(document: dict[str, Any]) -> str:
    """The one text of a document: order of the source, one space of indent, no escapes that JSON does not need."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def media_type(value: str) -> str:
    """A media type without its parameters, in lower case."""
    return value.split(";")[0].strip().lower()


def pointer_escape(part: str) -> str:
    """One step of a JSON pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def resolve(document: dict[str, Any], node: Any) -> Any:
    """Follow the `$ref`s of a node within the document. Raises KeyError where one leads nowhere or in a circle."""
    seen: set[str] = set()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        ref = node["$ref"]
        if ref in seen or not ref.startswith("#/"):
            raise KeyError(ref)
        seen.add(ref)
        node = document
        for part in ref[2:].split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def ref_name(ref: str) -> str:
    """The last step of a `$ref`: the component's name."""
    return ref.rsplit("/", 1)[-1]


def path_items(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every path with its item, references followed."""
    for path, item in document.get("paths", {}).items():
        yield path, resolve(document, item)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Every operation as (path, method in lower case, operation, path item), in the order of the document."""
    for path, item in path_items(document):
        for method in METHODS:
            if method in item:
                yield path, method, item[method], item


def parameters(document: dict[str, Any], operation: dict[str, Any], item: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation, its own before those of the path item that it does not replace."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for param in [*operation.get("parameters", []), *item.get("parameters", [])]:
        param = resolve(document, param)
        found.setdefault((param["name"], param["in"]), param)
    return list(found.values())


def result_schema(document: dict[str, Any], operation: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Of the schema of a successful answer, the part that is the call's result: what `x-unwrap` says, or all of it."""
    member = operation.get("x-unwrap")
    if member in (None, "none"):
        return schema
    found: dict[str, Any] = resolve(document, schema).get("properties", {}).get(member, {})
    return found


def form_fields(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The media type objects of an operation's body whose fields are arguments: by the root's `x-form-fields`."""
    if document.get("x-form-fields") != "arguments":
        return []
    content = resolve(document, operation.get("requestBody", {})).get("content", {})
    return [holder for media, holder in content.items() if media_type(media) == FORM_MEDIA]


def argument_name(name: str) -> str:
    """The argument for a parameter of this name: in snake case, and for Python's own keywords with an underscore."""
    from openapi_python_client.strings import snake_case

    plain: str = snake_case(name)
    return f"{plain}_" if keyword.iskeyword(plain) or plain == "self" else plain


def is_collection(schema: dict[str, Any]) -> bool:
    """Whether a schema is a list, or an object that is nothing but members the document does not name."""
    if schema.get("type") == "array":
        return True
    return schema.get("type") == "object" and not any(
        schema.get(key) for key in ("properties", "allOf", "anyOf", "oneOf")
    )


class Preparation:
    """One document on its way into the generator."""

    def __init__(self, document: dict[str, Any], style: str = "attrs") -> None:
        self.document = copy.deepcopy(document)
        self.style = style
        self.media_overrides: dict[str, str] = {}

    def run(self) -> dict[str, Any]:
        """Return the document as the generator is to read it."""
        document = self.document
        table = {}
        for path in list(document["paths"]):
            # The parser skips a path item that is a reference.
            document["paths"][path] = copy.deepcopy(resolve(document, document["paths"][path]))
        pages = self.pages()
        for _, _, operation, _ in operations(document):
            self.unwrap(operation)
        for path, method, operation, item in operations(document):
            table[operation["operationId"]] = self.operation(path, method, operation, item)
        document["x-sdk"] = {
            "title": document.get("info", {}).get("title", ""),
            "style": self.style,
            "operations": table,
            "unions": self.unions(),
            "pages": pages,
            "mappings": {name: schema["x-mapping"] for name, schema in self.schemas().items() if "x-mapping" in schema},
            # Of a model that is referred to, the parser does not say at this place what is in it.
            "mappings_of_models": [
                name
                for name, schema in self.schemas().items()
                if "x-mapping" in schema and "$ref" in schema["properties"][schema["x-mapping"]]
            ],
            "secrets": self.secrets(),
            "schemas": list(self.schemas()),
            "open_enums": self.open_enums(),
            "descriptions": self.descriptions(),
        }
        for node in self.everything(document):
            self.rewrite(node)
            if self.style == "defaults":
                self.fill(node)
        document.pop("webhooks", None)
        return document

    def unwrap(self, operation: dict[str, Any]) -> None:
        """Have the parser see the results of an operation rather than the envelopes that they come in."""
        if "x-unwrap" not in operation:
            return
        for status, response in operation["responses"].items():
            if status[:1] != "2":
                continue
            plain = copy.deepcopy(resolve(self.document, response))
            if operation["x-unwrap"] == "none":
                plain.pop("content", None)
            for holder in (plain.get("content") or {}).values():
                holder["schema"] = copy.deepcopy(result_schema(self.document, operation, holder["schema"]))
            operation["responses"][status] = plain

    def open_enums(self) -> list[list[Any]]:
        """The known values of every open enum: where enums become literals, these admit other values too."""
        return [node["x-known-values"] for node in self.everything(self.document) if node.get("x-open-enum") is True]

    def schemas(self) -> dict[str, Any]:
        """The component schemas."""
        found: dict[str, Any] = self.document.get("components", {}).get("schemas", {})
        return found

    def everything(self, node: Any) -> Iterator[dict[str, Any]]:
        """Every object of the document but those of `x-` extensions, which are data."""
        if isinstance(node, dict):
            yield node
            for key, value in list(node.items()):
                if not key.startswith("x-") and key not in ("example", "examples", "default", "enum", "const"):
                    yield from self.everything(value)
        elif isinstance(node, list):
            for value in node:
                yield from self.everything(value)

    def rewrite(self, node: dict[str, Any]) -> None:
        """Say in the parser's words what it would otherwise not see."""
        if node.get("x-open-enum") is True and "x-known-values" in node:
            node["enum"] = node.pop("x-known-values")
        kinds = node.get("type")
        if "enum" in node and isinstance(kinds, list) and len(kinds) == 2 and "null" in kinds:
            # The parser makes one enum per type of the list; a null among the values it understands.
            node["type"] = next(kind for kind in kinds if kind != "null")
            node["enum"] = [*(value for value in node["enum"] if value is not None), None]
        if "const" in node and "type" not in node and isinstance(node["const"], str):
            node["type"] = "string"
        if "$ref" in node and len(node) > 1:
            # Siblings of a reference are legal in 3.1, and of use to a schema only; elsewhere they confuse the parser.
            for key in [key for key in node if key.startswith("x-")]:
                del node[key]

    def fill(self, node: dict[str, Any]) -> None:
        """Take null from lists and maps, where models of this style have empty ones, and from the items of lists."""
        options = node.get("anyOf") or node.get("oneOf") or []
        named = [one for one in options if one.get("type") != "null"]
        if len(named) == 1 and is_collection(resolve(self.document, named[0])):
            node.pop("anyOf", None)
            node.pop("oneOf", None)
            node.update(named[0])
        if isinstance(node.get("type"), list) and "array" in node["type"] and len(node["type"]) == 2:
            node["type"] = "array"
        items = node.get("items")
        if isinstance(items, dict):
            options = items.get("anyOf") or items.get("oneOf") or []
            named = [one for one in options if one.get("type") != "null"]
            if len(named) == 1 and len(options) == 2:
                node["items"] = named[0]

    def kind(self, schema: Any) -> str:
        """What a parameter's value is, in the words of `trellis.core.runtime.operation.Param`."""
        schema = self.bare(schema)
        kind = schema.get("type")
        if isinstance(kind, list):
            named = [one for one in kind if one != "null"]
            kind = named[0] if len(named) == 1 else None
        if kind == "array":
            return f"array:{self.kind(schema.get('items'))}"
        if "enum" in schema or schema.get("x-open-enum"):
            return "enum"
        if kind == "string":
            return FORMAT_KINDS.get(schema.get("format", ""), "string")
        return kind or ("object" if "properties" in schema else "any")

    def bare(self, schema: Any) -> dict[str, Any]:
        """A schema behind its references and beside null, where that is the one other thing it can be."""
        found: dict[str, Any] = resolve(self.document, schema or {})
        options = [one for one in found.get("anyOf") or found.get("oneOf") or [] if one.get("type") != "null"]
        return self.bare(options[0]) if len(options) == 1 else found

    def is_nullable(self, schema: Any) -> bool:
        """Whether null is among a schema's values."""
        schema = resolve(self.document, schema or {})
        kind = schema.get("type")
        if kind == "null" or (isinstance(kind, list) and "null" in kind):
            return True
        return any(self.is_nullable(one) for one in schema.get("anyOf") or schema.get("oneOf") or [])

    def parameter(self, param: dict[str, Any], holder: list[Any]) -> dict[str, Any]:
        """One parameter as data, and a form of it in the document that the parser takes."""
        where = param["in"]
        style = param.get("style") or ("form" if where in ("query", "cookie") else "simple")
        schema = param.get("schema")
        if schema is None:
            style, schema = "json", next(iter(param["content"].values())).get("schema", {})
        kind = self.kind(schema)
        at = next((i for i, one in enumerate(holder) if resolve(self.document, one) is param), None)
        simple = {key: value for key, value in param.items() if key != "content"}
        if at is not None and "content" in param:
            holder[at] = {**simple, "schema": {"type": "string"}}  # else the parser drops the parameter
        plain = self.bare(schema)
        unparsed = kind not in ("string", "integer", "boolean") or "const" in plain
        if at is not None and where in ("header", "cookie") and unparsed:
            holder[at] = {**simple, "schema": {"type": "string"}}  # else it drops the whole operation
        elif at is not None and "schema" in param and "enum" in schema and "default" in schema:
            # The table has the default; the parser compares it without its quotes, and drops what it does not find.
            holder[at] = {**simple, "schema": {key: value for key, value in schema.items() if key != "default"}}
        limits = {key: plain[key] for key in ("minimum", "maximum", "minLength", "maxLength") if key in plain}
        data: dict[str, Any] = {
            "name": param["name"],
            "in": where,
            "kind": kind,
            "required": param.get("required", False),
            "nullable": self.is_nullable(schema),
            "style": style,
            "explode": param.get("explode", style == "form"),
            "deprecated": param.get("deprecated", False),
            "limits": limits,
        }
        default = schema.get("default", plain.get("default"))
        if default is not None:
            data["default"] = default
        if kind == "enum" and not plain.get("x-open-enum"):
            data["enum"] = [value for value in plain["enum"] if value is not None]
        if param.get("x-encoding"):
            data["encoding"] = param["x-encoding"]
        if "x-argument" in param or where == "form" or self.style == "defaults":
            data["arg"] = param.get("x-argument") or argument_name(param["name"])
        return data

    def fields(self, operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The fields of an operation's form as parameters, where the document has them be arguments."""
        for holder in form_fields(self.document, operation):
            schema = holder["schema"]
            styles = holder.get("encoding", {})
            for name, member in schema["properties"].items():
                param = {
                    "name": name,
                    "in": "form",
                    "required": name in schema.get("required", []),
                    "deprecated": member.get("deprecated", False),
                    "x-encoding": member.get("x-encoding"),
                    "schema": member,
                    "style": styles.get(name, {}).get("style", "form"),
                    "explode": True,
                }
                yield self.parameter(param, [])

    def operation(self, path: str, method: str, operation: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        """One row of the operation table as data; types and Python names are filled in by the template."""
        holders = [operation.setdefault("parameters", []), item.setdefault("parameters", [])]
        params = []
        for param in parameters(self.document, operation, item):
            holder = next(h for h in holders if any(resolve(self.document, one) is param for one in h))
            params.append(self.parameter(param, holder))
        in_path = re.findall(r"{([^{}]*)}", path)
        # encode() fills the gaps of the path in the order of the path parameters
        params.sort(key=lambda param: (0, in_path.index(param["name"])) if param["in"] == "path" else (1, 0))
        params.extend(self.fields(operation))
        replies: list[dict[str, Any]] = []
        errors: list[dict[str, Any]] = []
        stream = False
        for status, response in operation["responses"].items():
            response = resolve(self.document, response)
            content = response.get("content") or {}
            self.override_unknown(content, known={"application/octet-stream"})
            stream = stream or (status[:1] == "2" and any(media_type(media) in STREAM_MEDIA for media in content))
            # What a proxy hands on is its result, whatever the status.
            good = status[:1] in ("1", "2", "3") or operation.get("x-any-method") is True
            (replies if good else errors).append({"status": status, "media": list(content)})
        # What the parser may not read as its own: extensions are data for the core.
        ext = {key: value for key, value in operation.items() if key.startswith("x-")}
        pagination = ext.pop("x-pagination", None)
        idempotency = ext.pop("x-idempotency", None)
        ext.pop("x-why", None)
        stream = stream or ext.get("x-transport") == "http-stream"
        security = operation.get("security", self.document.get("security", []))
        return {
            "id": operation["operationId"],
            "method": method.upper(),
            "path": path,
            "segments": re.split(r"{[^{}]*}", path),
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "tags": operation.get("tags", []),
            "params": params,
            "bodies": self.bodies(operation),
            "replies": replies,
            "errors": errors,
            "idempotency": idempotency or ("ignored" if method in ("post", "patch") else "safe"),
            "pagination": pagination,
            "stream": ext.get("x-stream", stream) is not False and (stream or bool(ext.get("x-stream"))),
            "deprecated": operation.get("deprecated", False),
            "security": list(dict.fromkeys(name for alternative in security for name in alternative)),
            "ext": ext,
        }

    def bodies(self, operation: dict[str, Any]) -> list[dict[str, Any]]:
        """The ways to send the body of an operation."""
        request = resolve(self.document, operation.get("requestBody", {}))
        content = request.get("content", {})
        for holder in content.values():
            if "schema" not in holder:  # any bytes, in 3.1; the parser wants it said
                holder["schema"] = {"type": "string", "format": "binary"}
        self.override_unknown(content, known=PARSED_REQUEST_MEDIA)
        found = []
        for media in content:
            base = media_type(media)
            encoding = "raw"
            if JSON_MEDIA.fullmatch(base):
                encoding = "json"
            elif base == FORM_MEDIA:
                encoding = "form"
            elif base == "multipart/form-data":
                encoding = "multipart"
            found.append({"media": media, "encoding": encoding, "required": request.get("required", False)})
        if any(True for _ in form_fields(self.document, operation)):
            # They are in the table one by one; the parser would make a model of them together.
            del operation["requestBody"]
        return found

    def override_unknown(self, content: dict[str, Any], known: set[str]) -> None:
        """Have the parser read a media type it does not know as bytes, which the table then knows better."""
        for media in content:
            base = media_type(media)
            text_reply = base.startswith("text/") and known != PARSED_REQUEST_MEDIA
            if not JSON_MEDIA.fullmatch(base) and base not in known and not text_reply:
                self.media_overrides[media] = "application/octet-stream"

    def unions(self) -> list[dict[str, Any]]:
        """The unions that name their kind: the parser reads past discriminators."""
        found = []
        for schema in self.schemas().values():
            tag = schema.get("discriminator")
            options = schema.get("oneOf") or schema.get("anyOf") or []
            refs = [ref_name(one["$ref"]) for one in options if "$ref" in one]
            if not tag or len(refs) != len(options):
                continue
            mapping = {name: name for name in refs}
            mapping = {value: ref_name(ref) for value, ref in tag.get("mapping", mapping).items()}
            found.append({"refs": refs, "tag": tag["propertyName"], "mapping": mapping})
        return found

    def pages(self) -> dict[str, str]:
        """From the name of a list answer's schema to the member that holds the items, by `x-pagination`."""
        found: dict[str, str] = {}
        for _, _, operation, _ in operations(self.document):
            pagination = operation.get("x-pagination")
            if not pagination or not pagination["items"]:
                continue
            for status, response in operation["responses"].items():
                for media in (resolve(self.document, response).get("content") or {}).values():
                    ref = result_schema(self.document, operation, media.get("schema", {})).get("$ref")
                    if status[:1] == "2" and ref:
                        found[ref_name(ref)] = pagination["items"]
        return found

    def descriptions(self) -> dict[str, dict[str, str]]:
        """From the name of a schema to what it says of members beside a reference, which the parser reads past."""
        found: dict[str, dict[str, str]] = {}
        for name, schema in self.schemas().items():
            for key, member in schema.get("properties", {}).items():
                if "$ref" in member and "description" in member:
                    found.setdefault(name, {})[key] = member["description"]
        return found

    def secrets(self) -> list[dict[str, list[str]]]:
        """Of every object that has them: all members, and those of them that must not show in a repr.

        By members rather than by name, so that it holds for objects without a name and for what inherits from one.
        """
        found = []
        for schema in self.everything(self.document):
            members = schema.get("properties")
            if schema.get("type") != "object" or not isinstance(members, dict):
                continue
            hidden = [key for key, one in members.items() if is_secret(resolve(self.document, one) | one)]
            if hidden:
                found.append({"members": list(members), "hidden": hidden})
        return found


def is_secret(schema: dict[str, Any]) -> bool:
    """Whether a member is one that is only ever sent, or a password, or a map of passwords."""
    entries = schema.get("additionalProperties")
    passwords = isinstance(entries, dict) and entries.get("format") == "password"
    return schema.get("writeOnly") is True or schema.get("format") == "password" or passwords
