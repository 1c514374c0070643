"""Reads the generated typed dicts as text, and says what each member's type has to be by the document."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING

from ..document import ROOT

if TYPE_CHECKING:
    from ..document import Document, Node

__all__ = ["fields", "schema_fields"]

MODELS = ROOT / "src" / "knoxcall" / "_generated" / "models"
_NAMES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


@functools.lru_cache(maxsize=1)
def fields() -> dict[str, dict[str, str]]:
    """Every typed dict's members, each with its annotation as it is written."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(MODELS.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and [ast.unparse(base) for base in node.bases] == ["TypedDict"]:
                found[node.name] = {
                    ast.unparse(one.target): ast.unparse(one.annotation)
                    for one in node.body
                    if isinstance(one, ast.AnnAssign)
                }
    return found


def schema_fields(document: Document, schema: Node) -> dict[str, str]:
    """The members that a typed dict of this schema has, each with its annotation."""
    required = schema.get("required", ())
    return {
        name: _type(document, member) if name in required else f"NotRequired[{_type(document, member)}]"
        for name, member in schema.get("properties", {}).items()
    }


def _type(document: Document, schema: Node) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "anyOf" in schema:
        return " | ".join(_type(document, one) for one in schema["anyOf"])
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return " | ".join(_type(document, {**schema, "type": kind}) for kind in kinds)
    if kinds == "null":
        return "None"
    if kinds == "array":
        return f"list[{_type(document, schema['items'])}]"
    if kinds == "object":
        extra = schema.get("additionalProperties", {})
        return f"dict[str, {_type(document, extra) if isinstance(extra, dict) else 'Any'}]"
    return _NAMES.get(kinds or "", "Any")
