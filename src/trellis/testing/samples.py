"""JSON values made from the schemas of a document, the same every time: for contract tests and for made-up answers."""

from __future__ import annotations

from typing import Any

__all__ = ["kind_of", "resolved", "sample", "scalar"]

_DEPTH = 6
_TEXTS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "uuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "byte": "YWI=",
    "uri": "https://example.com/a",
    "email": "a@example.com",
}


def resolved(document: dict[str, Any], node: Any) -> Any:
    """What a node of the document stands for: itself, or the end of its references."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document
        for part in node["$ref"][2:].split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def kind_of(schema: dict[str, Any]) -> Any:
    """The type that a schema names; of several the first that is not null."""
    kinds = schema.get("type")
    return next((one for one in kinds if one != "null"), "null") if isinstance(kinds, list) else kinds


def sample(document: dict[str, Any], schema: Any, depth: int = 0) -> Any:
    """A JSON value that fits a schema, as full as can be. Optional members are left out where it is nested deeply."""
    schema = resolved(document, schema)
    if not isinstance(schema, dict) or not schema:
        return {"any": "thing"} if depth == 0 else "anything"
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("oneOf", "anyOf"):
        if schema.get(key):
            return sample(document, schema[key][0], depth + 1)
    if schema.get("allOf"):
        made: dict[str, Any] = {}
        for part in schema["allOf"]:
            value = sample(document, part, depth)
            made.update(value if isinstance(value, dict) else {})
        return made
    kind = kind_of(schema)
    if kind == "array":
        return [sample(document, schema.get("items"), depth + 1)] if depth < _DEPTH else []
    if kind == "object" or "properties" in schema:
        required = schema.get("required", [])
        return {
            name: sample(document, member, depth + 1)
            for name, member in schema.get("properties", {}).items()
            if (name in required and depth < 4 * _DEPTH) or depth < 2
        }
    return scalar(schema, kind)


def scalar(schema: dict[str, Any], kind: Any, text: str = "text") -> Any:
    """A value of a type that has no parts; `text` where the schema says no more than that it is text."""
    if kind == "string":
        text = _TEXTS.get(schema.get("format", ""), text)
        text = text.ljust(schema.get("minLength", 0), "x")
        return text[: schema["maxLength"]] if "maxLength" in schema else text
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        low, high = schema.get("minimum"), schema.get("maximum")
        return low if low is not None else high if high is not None else 7
    return None
