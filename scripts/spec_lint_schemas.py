"""The part of the spec lint that looks at schemas."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from spec_prepare import operations, pointer_escape, ref_name, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
# Names that the generated modules use for something else.
TAKEN = {
    "Any", "Body", "ClassVar", "EntryMap", "ExtraFields", "Generic", "Literal", "Mapping", "NotRequired", "OpenObject",
    "Operation", "Page", "Pagination", "Param", "Reply", "Self", "TypeAlias", "TypedDict", "UUID", "UNSET", "Unset",
    "None", "True", "False", "OpenStrEnum", "OpenIntEnum",
}  # fmt: skip
# Keywords of JSON Schema that change what a value may be, and that the parser reads past.
DROPPED = {
    "nullable": "not part of 3.1: add \"null\" to the types",
    "title": "would rename the class: leave it out, the schema's own name counts",
    "not": "cannot be a Python type: say it in the description",
    "if": "cannot be a Python type: say it in the description",
    "then": "cannot be a Python type: say it in the description",
    "else": "cannot be a Python type: say it in the description",
    "prefixItems": "tuples are dropped: use items with anyOf",
    "patternProperties": "is dropped: use additionalProperties",
    "propertyNames": "is dropped: say it in the description",
    "dependentSchemas": "is dropped: say it in the description",
    "dependentRequired": "is dropped: say it in the description",
    "unevaluatedProperties": "is dropped: use additionalProperties",
    "unevaluatedItems": "is dropped: leave it out",
    "contains": "is dropped: say it in the description",
    "$defs": "is dropped: move it to components/schemas",
    "definitions": "is dropped: move it to components/schemas",
    "$id": "changes what references mean: leave it out",
    "$anchor": "is not followed: refer by #/components/schemas/Name",
    "$dynamicRef": "is not followed: refer by #/components/schemas/Name",
    "$dynamicAnchor": "is not followed: refer by #/components/schemas/Name",
    "xml": "is dropped: leave it out",
}  # fmt: skip
TYPES = {"string", "integer", "number", "boolean", "object", "array", "null"}
BESIDE_REF = {"$ref", "description", "default", "deprecated", "readOnly", "writeOnly"}

Found = tuple[str, str]


def unprintable(text: str) -> bool:
    """Whether a text holds characters that the parser strips from names and values: controls, separators of lines."""
    return any(unicodedata.category(char)[0] == "C" or unicodedata.category(char) in ("Zl", "Zp") for char in text)


def fold(name: str) -> str:
    """A name as far as files and classes keep names apart."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


class SchemaLint:
    """The rules of every schema of one document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.answered = self.reachable_from_answers()

    def problems(self) -> Iterator[Found]:
        """Every problem, as JSON pointer and text."""
        components = self.document.get("components", {})
        seen: dict[str, str] = {}
        for name, schema in components.get("schemas", {}).items():
            at = f"/components/schemas/{pointer_escape(name)}"
            if not NAME.fullmatch(name) or name in TAKEN:
                yield at, f"{name!r} is no name for a class here: write CamelCase in ASCII, and none of Python's own"
            if fold(name) in seen:
                yield at, f"{name!r} and {seen[fold(name)]!r} give the same module: the later one would win"
            seen.setdefault(fold(name), name)
            yield from self.schema(schema, at, is_component=True)
            yield from self.mapping(schema, at)
        for at, schema in self.inline():
            yield from self.schema(schema, at)

    def inline(self) -> Iterator[tuple[str, Any]]:
        """The schemas that stand where they are used, outside of components/schemas."""
        for part in ("parameters", "responses", "requestBodies", "headers"):
            for name, node in self.document.get("components", {}).get(part, {}).items():
                yield from self.held(node, f"/components/{part}/{pointer_escape(name)}")
        for path, method, operation, item in operations(self.document):
            at = f"/paths/{pointer_escape(path)}"
            for i, param in enumerate(item.get("parameters", [])):
                yield from self.held(param, f"{at}/parameters/{i}")
            for i, param in enumerate(operation.get("parameters", [])):
                yield from self.held(param, f"{at}/{method}/parameters/{i}")
            yield from self.held(operation.get("requestBody", {}), f"{at}/{method}/requestBody")
            for status, response in operation.get("responses", {}).items():
                yield from self.held(response, f"{at}/{method}/responses/{status}")

    def held(self, node: dict[str, Any], at: str) -> Iterator[tuple[str, Any]]:
        """The schemas of a parameter, body, answer or header."""
        if "$ref" in node:
            return
        if "schema" in node:
            yield f"{at}/schema", node["schema"]
        for media, holder in (node.get("content") or {}).items():
            if "schema" in holder:
                yield f"{at}/content/{pointer_escape(media)}/schema", holder["schema"]

    def reachable_from_answers(self) -> set[int]:
        """The identities of all schemas that an answer may hold."""
        found: set[int] = set()
        for _, _, operation, _ in operations(self.document):
            for response in operation.get("responses", {}).values():
                for holder in (resolve(self.document, response).get("content") or {}).values():
                    self.reach(holder.get("schema", {}), found)
        return found

    def reach(self, schema: Any, found: set[int]) -> None:
        """Collect a schema and all that it holds."""
        schema = resolve(self.document, schema)
        if not isinstance(schema, dict) or id(schema) in found:
            return
        found.add(id(schema))
        for _, inner in self.parts(schema, ""):
            self.reach(inner, found)

    @staticmethod
    def parts(schema: dict[str, Any], at: str) -> Iterator[tuple[str, Any]]:
        """The schemas directly inside one."""
        for key, inner in (schema.get("properties") or {}).items():
            yield f"{at}/properties/{pointer_escape(key)}", inner
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                yield f"{at}/{key}", schema[key]
        for key in ("allOf", "anyOf", "oneOf"):
            for i, inner in enumerate(schema.get(key) or []):
                yield f"{at}/{key}/{i}", inner

    def schema(self, schema: Any, at: str, *, is_component: bool = False) -> Iterator[Found]:
        """The rules of one schema and of all inside it."""
        if not isinstance(schema, dict):
            yield at, "a schema that is only true or false: write {} for any value"
            return
        if "$ref" in schema:
            for key in schema:
                if key not in BESIDE_REF and not key.startswith("x-"):
                    yield f"{at}/{key}", "is lost beside a $ref: move it into the target"
            return
        for key, advice in DROPPED.items():
            if key in schema:
                yield f"{at}/{key}", advice
        yield from self.types(schema, at)
        yield from self.members(schema, at)
        yield from self.values(schema, at)
        yield from self.union(schema, at, is_component=is_component)
        if schema.get("additionalProperties") is False and id(schema) in self.answered:
            yield (
                f"{at}/additionalProperties",
                "an answer that is closed: a newer server adds members, and a reader must keep them; write true",
            )
        for where, inner in self.parts(schema, at):
            yield from self.schema(inner, where)

    @staticmethod
    def types(schema: dict[str, Any], at: str) -> Iterator[Found]:
        """`type`."""
        kind = schema.get("type")
        kinds = kind if isinstance(kind, list) else [] if kind is None else [kind]
        for one in kinds:
            if one not in TYPES:
                yield f"{at}/type", f"{one!r} is no type"
        if isinstance(kind, list) and "object" in kind:
            yield f"{at}/type", "an object in a list of types: write anyOf with one schema for each"
        if "array" in kinds and "items" not in schema:
            yield at, "an array without items: write items, {} for anything"
        if "properties" in schema and kind != "object":
            yield at, "properties without `type: object`"

    def members(self, schema: dict[str, Any], at: str) -> Iterator[Found]:
        """`properties` and `required`."""
        members = self.all_members(schema)
        for name in schema.get("properties") or {}:
            if unprintable(name):
                yield f"{at}/properties/{pointer_escape(name)}", "a control character in a name, which would be lost"
        for name in schema.get("required") or []:
            if name not in members:
                yield f"{at}/required", f"{name!r} is required and no member: declare it"
        if schema.get("properties") and (schema.get("anyOf") or schema.get("oneOf")):
            yield at, "properties beside anyOf or oneOf are lost: put them into each alternative"
        for i, part in enumerate(schema.get("allOf") or []):
            inner = resolve(self.document, part)
            if inner.get("type") != "object" and not inner.get("allOf"):
                yield f"{at}/allOf/{i}", "allOf of something that is no object: write one schema with all of it"
        consts = [
            (f"{at}/allOf/{i}/properties/{key}", key)
            for i, part in enumerate(schema.get("allOf") or [])
            for key, member in (part.get("properties") or {}).items()
            if "const" in member
        ]
        inherited = {key for part in schema.get("allOf") or [] if "$ref" in part for key in self.all_members(part)}
        for where, key in consts:
            if key in inherited:
                yield where, f"{key!r} narrows an inherited member to one value, which cannot be merged: leave it out"

    def all_members(self, schema: dict[str, Any]) -> set[str]:
        """The names of a schema's members, inherited ones included."""
        schema = resolve(self.document, schema)
        found = set(schema.get("properties") or {})
        for part in schema.get("allOf") or []:
            found |= self.all_members(part)
        return found

    @staticmethod
    def values(schema: dict[str, Any], at: str) -> Iterator[Found]:
        """`enum`, `const`, `x-open-enum`."""
        values = schema.get("enum")
        key = "enum"
        if schema.get("x-open-enum") is not None or "x-known-values" in schema:
            values, key = schema.get("x-known-values"), "x-known-values"
            if schema.get("x-open-enum") is not True or not values:
                yield at, "an open enum is written as `x-open-enum: true` with a list `x-known-values`"
                return
            if "enum" in schema:
                yield f"{at}/enum", "closes what x-open-enum opens: keep x-known-values only"
        if "const" in schema and not isinstance(schema["const"], (str, int)):
            yield f"{at}/const", "only text and whole numbers can be constants"
        if values is None:
            return
        named = [value for value in values if value is not None]
        kinds = {type(value) for value in named}
        if not named or len(kinds) > 1 or not kinds <= {str, int}:
            yield f"{at}/{key}", "values must be all text or all whole numbers, and at least one"
            return
        for value in named:
            if isinstance(value, str) and unprintable(value):
                yield f"{at}/{key}", f"a control character in {value!r}, which would be lost"
                return
        names = schema.get("x-enum-varnames") or [_member_name(i, value) for i, value in enumerate(named)]
        if len(names) != len(named):
            yield f"{at}/x-enum-varnames", "not as many names as values"
        seen: dict[str, Any] = {}
        for name, value in zip(names, named, strict=False):
            if name in seen:
                yield f"{at}/{key}", f"{seen[name]!r} and {value!r} give one name, {name}: set x-enum-varnames"
            seen.setdefault(name, value)

    def union(self, schema: dict[str, Any], at: str, *, is_component: bool) -> Iterator[Found]:
        """`discriminator`."""
        tag = schema.get("discriminator")
        if not tag:
            return
        options = schema.get("oneOf") or schema.get("anyOf") or []
        if not is_component:
            yield f"{at}/discriminator", "on an inline union: give the union a name under components/schemas"
        if not options or not all("$ref" in option for option in options):
            yield f"{at}/discriminator", "needs a oneOf or anyOf of references only"
            return
        names = {ref_name(option["$ref"]) for option in options}
        for value, ref in (tag.get("mapping") or {}).items():
            if ref_name(ref) not in names:
                yield f"{at}/discriminator/mapping/{pointer_escape(value)}", f"{ref!r} is none of the alternatives"
        for option in options:
            if tag.get("propertyName") not in self.all_members(option):
                yield f"{at}/discriminator", f"{ref_name(option['$ref'])} has no member {tag.get('propertyName')!r}"

    def mapping(self, schema: dict[str, Any], at: str) -> Iterator[Found]:
        """`x-mapping`."""
        name = schema.get("x-mapping")
        if name is None:
            return
        member = resolve(self.document, (schema.get("properties") or {}).get(name, {}))
        closed = member.get("additionalProperties") is False
        if name not in (schema.get("required") or []) or member.get("type") != "object" or closed:
            yield f"{at}/x-mapping", f"{name!r} is not a required member that is an open object"


def _member_name(index: int, value: Any) -> str:
    """The name that openapi-python-client gives to an enum's value, so that two values do not end up as one member."""
    from openapi_python_client.strings import snake_case

    if isinstance(value, int):
        return f"VALUE_NEGATIVE_{-value}" if value < 0 else f"VALUE_{value}"
    name = value.upper() if value and value[0].isalpha() else f"VALUE_{index}"
    return snake_case(name).upper()
