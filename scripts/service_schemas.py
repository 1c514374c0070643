"""The part of `service_spec` about schemas: those of any document, written so that they can be generated from."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from spec_lint_schemas import BESIDE_REF, DROPPED, TAKEN, TYPES, SchemaLint, fold, unprintable
from spec_prepare import METHODS, ref_name, resolve

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

__all__ = ["SchemaRewriting"]

Node = dict[str, Any]
PREFIX = "#/components/schemas/"
PLAIN = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
# What says nothing about a value that a Python type could say.
SILENT = frozenset({"title", "xml", "externalDocs", "example", "examples", "$comment", "$schema", "contentEncoding"})
UNIONS = ("oneOf", "anyOf")
MEANING = frozenset({"$ref", "type", "properties", "items", "allOf", "oneOf", "anyOf", "enum", "const", "format"})


class SchemaRewriting:
    """All schemas of one document, changed in place; `done` counts what was done, in words."""

    def __init__(self, document: Node, done: Counter[str]) -> None:
        self.document = document
        self.done = done

    def run(self) -> None:
        """Rewrite every schema, then give the named ones names that classes can have."""
        components = self.document.setdefault("components", {})
        schemas: Node = components.setdefault("schemas", {})
        for name in list(schemas):
            schemas[name] = self.schema(schemas[name])
        self.rename(schemas)
        for part in ("parameters", "headers", "responses", "requestBodies"):
            for node in (components.get(part) or {}).values():
                self.held(node)
        for item in self.document["paths"].values():
            for node in item.get("parameters", []):
                self.held(node)
            for method in METHODS:
                operation = item.get(method) or {}
                for node in [*operation.get("parameters", []), operation.get("requestBody", {})]:
                    self.held(node)
                for response in (operation.get("responses") or {}).values():
                    self.held(response)
        self.rename_references()
        self.name_alternatives(schemas)
        for _ in range(2):  # what was put together from parts may have to be looked at as a whole
            self.settle(schemas)

    def held(self, node: Any) -> None:
        """The schemas of a parameter, header, body or answer."""
        if not isinstance(node, dict):
            return
        if isinstance(node.get("schema"), (dict, bool)):
            node["schema"] = self.schema(node["schema"])
        for holder in (node.get("content") or {}).values():
            self.held(holder)
        for header in (node.get("headers") or {}).values():
            self.held(header)

    # -- one schema -----------------------------------------------------------------------------------------------

    def schema(self, given: Any) -> Node:
        """One schema and all in it."""
        if not isinstance(given, dict):
            return {}
        schema: Node = {str(key): value for key, value in given.items() if key not in SILENT}
        if isinstance(schema.get("$ref"), str):
            extra = [key for key in schema if key not in BESIDE_REF and not key.startswith("x-")]
            for key in extra:
                del schema[key]
                self.done[f"{key!r} beside a reference left out"] += 1
            schema.pop("default", None)
            return schema
        if isinstance(schema.get("patternProperties"), dict) and "additionalProperties" not in schema:
            schema["additionalProperties"] = True
        for key in [key for key in schema if key in DROPPED]:
            del schema[key]
            self.done[f"the constraint {key!r} left to the server"] += 1
        if isinstance(schema.get("properties"), dict):
            schema["properties"] = self.properties(schema["properties"])
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), list):
                schema[key] = {"anyOf": schema[key]} if schema[key] else {}
            if isinstance(schema.get(key), dict) or (key == "items" and key in schema):
                schema[key] = self.schema(schema[key])
        for key in ("allOf", *UNIONS):
            if key in schema:
                schema[key] = [self.schema(one) for one in schema[key] or []]
                if not schema[key]:
                    del schema[key]
        self.values(schema)
        self.types(schema)
        self.default(schema)
        return self.nullable_object(self.composed(schema))

    def properties(self, members: Node) -> Node:
        """Members whose names can be told apart by the parser; of two that cannot, the first."""
        from openapi_python_client.strings import PythonIdentifier

        made: Node = {}
        taken: set[str] = set()
        for name, schema in members.items():
            plain = str(PythonIdentifier(name, "field_", skip_snake_case=True))
            if unprintable(name) or not name or plain in taken:
                self.done["a member whose name cannot be told from another's left to dict access"] += 1
                continue
            taken.add(plain)
            made[name] = self.schema(schema)
        return made

    def types(self, schema: Node) -> None:
        """`type`: known ones only, said where it is plain."""
        kinds = schema.get("type")
        if kinds == "file":
            schema["type"], schema["format"] = "string", "binary"
            return
        if isinstance(kinds, list):
            known = [kind for kind in dict.fromkeys(kinds) if kind in TYPES]
            schema["type"] = known[0] if len(known) == 1 else known
            if not known:
                del schema["type"]
        elif kinds is not None and kinds not in TYPES:
            del schema["type"]
            self.done[f"the unknown type {kinds!r} left out"] += 1
        if "type" not in schema and ("properties" in schema or "additionalProperties" in schema):
            schema["type"] = "object"
        elif "type" not in schema and "items" in schema:
            schema["type"] = "array"
        kinds = schema.get("type")
        if "properties" in schema and kinds != "object" and not (isinstance(kinds, list) and "object" in kinds):
            del schema["properties"]
            self.done["properties of what is no object left out"] += 1
        if kinds == "array" or (isinstance(kinds, list) and "array" in kinds):
            schema.setdefault("items", {})

    def values(self, schema: Node) -> None:
        """`enum` and `const`: text or whole numbers, each once and printable."""
        if "const" in schema and (not isinstance(schema["const"], (str, int)) or isinstance(schema["const"], bool)):
            del schema["const"]
            self.done["a constant that is neither text nor a whole number left to the server"] += 1
        if "enum" not in schema:
            return
        values = [value for value in schema["enum"] or [] if value is not None]
        kinds = schema.get("type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if "string" in named and any(not isinstance(value, str) for value in values):
            values = [value if isinstance(value, str) else _as_text(value) for value in values]
            self.done["values of an enum of texts written as texts"] += 1
        values = list(dict.fromkeys(values)) if all(isinstance(value, (str, int)) for value in values) else values
        types = {type(value) for value in values}
        if not values or len(types) != 1 or not types <= {str, int} or any(_odd(value) for value in values):
            del schema["enum"]
            self.done["an enum of other values than texts or whole numbers left to the server"] += 1
            return
        kind = "string" if types == {str} else "integer"
        has_null = None in schema["enum"] or "null" in named
        schema["type"] = [kind, "null"] if has_null else kind
        schema["enum"] = [*values, None] if has_null else values
        schema.pop("format", None)
        names = [re.sub(r"[^A-Z0-9]+", "_", str(value).upper()).strip("_") for value in values]
        if len(set(names)) < len(names) or "" in names:
            schema["x-enum-varnames"] = [f"V{i}" for i in range(len(values))]

    def default(self, schema: Node) -> None:
        """`default`, if it is a plain value of the schema's own type."""
        if "default" not in schema:
            return
        kind, value = schema.get("type"), schema["default"]
        fits = (
            isinstance(kind, str)
            and kind in PLAIN
            and isinstance(value, PLAIN[kind])  # type: ignore[arg-type]
            and (kind == "boolean" or not isinstance(value, bool))
            and "format" not in schema
            and value in schema.get("enum", [value])
        )
        if not fits:
            del schema["default"]
            self.done["a default that is no plain value of its type left to the server"] += 1

    def composed(self, schema: Node) -> Node:
        """`allOf`, `oneOf`, `anyOf` and `required`, as far as types can say them."""
        for key in UNIONS:
            if key in schema and not all(one.keys() & MEANING for one in schema[key]):
                del schema[key]
                self.done[f"{key} of conditions that no type can say left to the server"] += 1
        if all(key in schema for key in UNIONS):
            del schema["anyOf"]
            self.done["anyOf beside oneOf left to the server"] += 1
        if "allOf" in schema:
            schema = self.all_of(schema)
        union = next((key for key in UNIONS if key in schema), None)
        if union and schema.get("properties"):
            shared = {key: schema.pop(key) for key in ("type", "properties", "required") if key in schema}
            schema[union] = [{"allOf": [one, copy.deepcopy(shared)]} for one in schema[union]]
            schema.pop("discriminator", None)
            self.done["members beside a union put into each alternative"] += 1
        elif union:
            for key in ("type", "required", "additionalProperties"):
                schema.pop(key, None)
        return schema

    def all_of(self, schema: Node) -> Node:
        """`allOf`: parts that say something; a single one is what the whole is."""
        parts: list[Node] = []
        for part in schema["allOf"]:
            if not part.keys() & MEANING:
                schema["required"] = [*schema.get("required", []), *part.get("required", [])]
            else:
                if part.get("type") == ["object", "null"]:
                    part["type"] = "object"
                parts.append(part)
        if schema.get("properties"):
            own: Node = {key: schema.pop(key) for key in ("properties", "additionalProperties") if key in schema}
            parts.append({"type": "object", **own})
        if len(parts) == 1 and "$ref" in parts[0]:
            told: Node = {
                key: schema[key] for key in ("description", "deprecated", "readOnly", "writeOnly") if key in schema
            }
            nullable = isinstance(schema.get("type"), list) and "null" in schema["type"]
            return {"anyOf": [parts[0], {"type": "null"}], **told} if nullable else {**parts[0], **told}
        if len(parts) == 1:
            return {**{key: value for key, value in schema.items() if key != "allOf"}, **parts[0]}
        schema["allOf"] = parts
        schema.pop("type", None)
        return schema

    @staticmethod
    def nullable_object(schema: Node) -> Node:
        """An object in a list of types as a union of it with the rest."""
        kinds = schema.get("type")
        if not isinstance(kinds, list) or "object" not in kinds:
            return schema
        outer: Node = {
            key: schema.pop(key) for key in ("description", "deprecated", "readOnly", "writeOnly") if key in schema
        }
        alternatives: list[Node] = []
        for kind in sorted(kinds, key=lambda kind: kind == "null"):
            about = {"properties", "required", "additionalProperties", "allOf"} if kind == "object" else {"items"}
            alternatives.append({"type": kind, **{key: schema[key] for key in about & schema.keys()}})
        return {"anyOf": alternatives, **outer}

    # -- names ----------------------------------------------------------------------------------------------------

    def rename(self, schemas: Node) -> None:
        """Names that classes can have, each of them once; `names` remembers which is now which."""
        self.names: dict[str, str] = {}
        taken: dict[str, str] = {}
        for name in schemas:
            words = re.findall(r"[A-Za-z0-9]+", name)
            plain = "".join(word[:1].upper() + word[1:] for word in words) or "Schema"
            plain = plain if plain[0].isalpha() else f"Schema{plain}"
            plain = f"{plain}Model" if plain in TAKEN else plain
            first, count = plain, 2
            while fold(plain) in taken:
                plain, count = f"{first}{count}", count + 1
            taken[fold(plain)] = name
            self.names[name] = plain
            if plain != name:
                self.done["a schema given a name that a class can have"] += 1
        made = {self.names[name]: schema for name, schema in schemas.items()}
        schemas.clear()
        schemas.update(made)

    def rename_references(self) -> None:
        """References to the new names, and to what a name that only refers to another one stands for."""
        schemas: Node = self.document["components"]["schemas"]
        for node in _everything(self.document):
            ref = node.get("$ref")
            if isinstance(ref, str) and ref.startswith(PREFIX):
                name = ref.removeprefix(PREFIX).replace("~1", "/").replace("~0", "~")
                node["$ref"] = PREFIX + self.names.get(name, name)
            tag = node.get("discriminator")
            if isinstance(tag, dict) and isinstance(tag.get("mapping"), dict):
                for value, target in tag["mapping"].items():
                    last = ref_name(str(target)).replace("~1", "/").replace("~0", "~")
                    tag["mapping"][value] = PREFIX + self.names.get(last, last)
        alone = {name: ref_name(one["$ref"]) for name, one in schemas.items() if isinstance(one.get("$ref"), str)}
        for node in _everything(self.document):
            for _ in range(len(alone)):
                name = ref_name(node["$ref"]) if isinstance(node.get("$ref"), str) else ""
                if node.get("$ref") != PREFIX + name or name not in alone:
                    break
                node["$ref"] = PREFIX + alone[name]
        for name in alone:
            del schemas[name]
            self.done["a name that only stands for another one left out"] += 1

    def name_alternatives(self, schemas: Node) -> None:
        """Objects without a name that are alternatives of a union get one: the parser may give two the same."""
        for name in list(schemas):
            self.name_below(schemas[name], name, schemas)
        for node in list(_everything(self.document["paths"])):
            self.name_options(node, "Alternative", schemas)

    def name_below(self, schema: Node, name: str, schemas: Node) -> None:
        """The same for all that is in a named schema."""
        for node in list(_everything(schema)):
            self.name_options(node, name, schemas)

    def name_options(self, node: Node, name: str, schemas: Node) -> None:
        """The same for one union."""
        for key in UNIONS:
            options = node.get(key)
            for i, option in enumerate(options if isinstance(options, list) else []):
                if isinstance(option, dict) and (option.get("properties") or option.get("allOf")):
                    plain, count = f"{name}Option{i + 1}", 2
                    while fold(plain) in {fold(one) for one in schemas}:
                        plain, count = f"{name}Option{i + 1}N{count}", count + 1
                    schemas[plain] = option
                    node[key][i] = {"$ref": PREFIX + plain}
                    self.done["an alternative of a union given a name"] += 1

    # -- what only the whole can tell -----------------------------------------------------------------------------

    def settle(self, schemas: Node) -> None:
        """Rules that look through references: `required`, `allOf` of objects, discriminators."""
        lint = SchemaLint(self.document)
        for name, schema in schemas.items():
            self.whole(schema, lint, is_component=True)
            if "allOf" in schema and not self.is_object(schema):
                self.give_up(schema)
            self.recursion(name, schema)
        for node in _everything(self.document):
            if node.get("allOf") or node.get("oneOf") or node.get("anyOf") or node.get("required"):
                self.whole(node, lint, is_component=any(node is one for one in schemas.values()))

    def whole(self, schema: Node, lint: SchemaLint, *, is_component: bool) -> None:
        """One schema, its references followed."""
        if isinstance(schema.get("required"), list):
            known = lint.all_members(schema)
            kept = [name for name in dict.fromkeys(schema["required"]) if name in known]
            if len(kept) < len(schema["required"]):
                self.done["required members that are not declared left to the server"] += 1
            schema["required"] = kept
            if not kept:
                del schema["required"]
        if "allOf" in schema:
            if not all(self.is_object(part) for part in schema["allOf"]):
                self.give_up(schema)
            else:
                self.constants(schema, lint)
        if isinstance(schema.get("discriminator"), dict):
            self.discriminator(schema, lint, is_component=is_component)

    def is_object(self, schema: Node) -> bool:
        """Whether a schema is an object all of whose members are known."""
        return self.is_object_below(schema, 0)

    def is_object_below(self, schema: Node, depth: int) -> bool:
        """The same of a part, which may itself be put together."""
        target = resolve(self.document, schema)
        if target.get("allOf"):
            return depth < 32 and all(self.is_object_below(part, depth + 1) for part in target["allOf"])
        return target.get("type") == "object" and not any(key in target for key in UNIONS)

    def give_up(self, schema: Node) -> None:
        """Take a composition that is no object for any JSON, which loses nothing on the wire."""
        for key in ("allOf", "required", "properties", "additionalProperties", "type"):
            schema.pop(key, None)
        self.done["allOf of something that is no plain object taken as any JSON"] += 1

    def constants(self, schema: Node, lint: SchemaLint) -> None:
        """Members of an allOf that narrow what they inherit."""
        inherited = {key for part in schema["allOf"] if "$ref" in part for key in lint.all_members(part)}
        for part in schema["allOf"]:
            for key in list(part.get("properties") or {}):
                if key in inherited and "$ref" not in part:
                    del part["properties"][key]
                    self.done["a member that narrows an inherited one left as it is inherited"] += 1

    def discriminator(self, schema: Node, lint: SchemaLint, *, is_component: bool) -> None:
        """`discriminator`, where it stands with a union of references that all have its member."""
        options = schema.get("oneOf") or schema.get("anyOf") or []
        tag = schema["discriminator"]
        fits = (
            is_component
            and options
            and all("$ref" in option for option in options)
            and all(tag.get("propertyName") in lint.all_members(option) for option in options)
        )
        if not fits:
            del schema["discriminator"]
            self.done["a discriminator that does not stand with a union of named objects left out"] += 1
            return
        known = {option["$ref"] for option in options}
        mapping = {value: ref for value, ref in (tag.get("mapping") or {}).items() if ref in known}
        schema["discriminator"] = {"propertyName": tag["propertyName"], **({"mapping": mapping} if mapping else {})}

    def recursion(self, name: str, schema: Node) -> None:
        """A name for a list or a union of itself, which no type can say: its inner self is any JSON."""
        ref = PREFIX + name
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict) and schema[key].get("$ref") == ref and "properties" not in schema:
                schema[key] = {}
                self.done["a list or map of itself taken as one of any JSON"] += 1
        for key in UNIONS:
            for one in schema.get(key, []):
                for inner in ("items", "additionalProperties"):
                    if isinstance(one.get(inner), dict) and one[inner].get("$ref") == ref:
                        one[inner] = {}
                        self.done["a list or map of itself taken as one of any JSON"] += 1

    def open_answers(self) -> None:
        """Closed objects that come in answers: a newer server adds members, and a reader keeps them."""
        answered = SchemaLint(self.document).answered
        for node in _everything(self.document):
            if node.get("additionalProperties") is False and id(node) in answered:
                node["additionalProperties"] = True
                self.done["a closed answer opened: a newer server may add members"] += 1


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _odd(value: Any) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and unprintable(value))


def _everything(document: Node) -> Iterator[Node]:
    """Every object of a document but payloads."""
    waiting: list[Any] = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(
                value
                for key, value in part.items()
                if key not in ("example", "examples", "enum", "const")
                and not key.startswith("x-")
                and not (key == "default" and not isinstance(value, dict))
            )
        elif isinstance(part, list):
            waiting.extend(part)
