"""Fills a schema of a document: what a test gives is laid over the least surprising value that the schema allows."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timezone
from typing import Any, Final

from trellis.cli.call_catalogue import closest

from .samples import kind_of, resolved, scalar

__all__ = ["GIVEN_NOTHING", "Filler"]


class _GivenNothing:
    """The test leaves it to the document. A class of its own, since None is a value."""

    def __repr__(self) -> str:
        return "GIVEN_NOTHING"

    def __deepcopy__(self, memo: object) -> _GivenNothing:
        return self


GIVEN_NOTHING: Final = _GivenNothing()

_DEPTH = 8
"""Below it, only required members are filled in: a schema may hold itself."""


class Filler:
    """Makes values of one document's schemas."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    def make(self, schema: Any, given: Any, place: str, *, name: str = "text", depth: int = 0) -> Any:
        """A value of a schema. given: what it is to hold. place: where it stands, for error texts. name: the member's.

        Raises ValueError for members that the schema does not name.
        """
        given = _as_json(given)
        schema = self._choose(resolved(self._document, schema), given)
        if given is None:
            return None
        if isinstance(given, dict) and _is_object(schema):
            return self._object(schema, given, place, depth)
        if isinstance(given, list) and kind_of(schema) == "array":
            items = schema.get("items", {})
            return [
                self.make(items, item, f"{place}[{index}]", name=name, depth=depth + 1)
                for index, item in enumerate(given)
            ]
        if given is not GIVEN_NOTHING:
            return deepcopy(given)
        return self._unasked(schema, place, name, depth)

    def _unasked(self, schema: dict[str, Any], place: str, name: str, depth: int) -> Any:
        """What stands where the test said nothing."""
        for word in ("const", "default"):
            if word in schema:
                return deepcopy(schema[word])
        for word in ("enum", "x-known-values"):
            if schema.get(word):
                return schema[word][0]
        if kind_of(schema) == "array":
            items = resolved(self._document, schema.get("items", {}))
            # One item where it says something: that of a list. What an open object would hold is anybody's guess.
            if depth > 1 or not self._choose(items, GIVEN_NOTHING).get("properties"):
                return []
            return [self.make(items, GIVEN_NOTHING, place, name=name, depth=depth + 1)]
        if _is_object(schema):
            return self._object(schema, {}, place, depth)
        return scalar(schema, kind_of(schema), name) if schema else {}

    def _object(self, schema: dict[str, Any], given: dict[str, Any], place: str, depth: int) -> dict[str, Any]:
        properties, required = schema.get("properties", {}), schema.get("required", ())
        if not properties:
            entries = schema.get("additionalProperties")
            inner = entries if isinstance(entries, dict) else {}
            return {
                key: self.make(inner, value, f"{place}.{key}", name=key, depth=depth + 1)
                for key, value in given.items()
            }
        named = {_word(name): name for name in properties}
        told: dict[str, Any] = {}
        for key, value in given.items():
            name = key if key in properties else named.get(_word(key))
            if name is None:
                raise ValueError(f"{place} has no member {key!r}{closest(key, properties)}")
            told[name] = value
        made: dict[str, Any] = {}
        for name, member in properties.items():
            value = told.get(name, GIVEN_NOTHING)
            if value is GIVEN_NOTHING and name not in required:
                if depth > _DEPTH:
                    continue
                if self._may_be_null(member):
                    value = None
            made[name] = self.make(member, value, f"{place}.{name}", name=name, depth=depth + 1)
        return made

    def _choose(self, node: Any, given: Any) -> dict[str, Any]:
        """The alternative of a schema that a value is meant for; a schema of several parts as one."""
        schema: dict[str, Any] = node if isinstance(node, dict) else {}  # true: anything
        if schema.get("allOf"):
            return self._joined([resolved(self._document, part) for part in schema["allOf"]])
        choices = [resolved(self._document, one) for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()))]
        choices = [self._choose(one, given) for one in choices if one.get("type") != "null"]
        if not choices:
            return schema
        if isinstance(given, dict):
            objects = [one for one in choices if _is_object(one)]
            words = {_word(key) for key in given}
            fits = (one for one in objects if words <= {_word(name) for name in one.get("properties", ())})
            found: dict[str, Any] = next(fits, objects[0] if objects else choices[0])
            return found
        kinds = {str: ("string",), bool: ("boolean",), int: ("integer", "number"), float: ("number",), list: ("array",)}
        wanted = kinds.get(type(given), ())
        chosen: dict[str, Any] = next((one for one in choices if kind_of(one) in wanted), choices[0])
        return chosen

    def _joined(self, parts: list[dict[str, Any]]) -> dict[str, Any]:
        properties = {name: member for part in parts for name, member in part.get("properties", {}).items()}
        required = [name for part in parts for name in part.get("required", ())]
        return {"type": "object", "properties": properties, "required": required}

    def _may_be_null(self, schema: Any) -> bool:
        node = resolved(self._document, schema)
        kinds = node.get("type", ())
        if "null" in ((kinds,) if isinstance(kinds, str) else kinds):
            return True
        return any(self._may_be_null(one) for one in (*node.get("anyOf", ()), *node.get("oneOf", ())))


def _is_object(schema: dict[str, Any]) -> bool:
    return kind_of(schema) == "object" or "properties" in schema


def _word(name: str) -> str:
    return name.replace("-", "_").rstrip("_").lower()


def _as_json(value: Any) -> Any:
    """What a test gives as JSON has it: models as their members, times as RFC 3339 writes them in UTC."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} does not say of which time zone it is")
        return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
