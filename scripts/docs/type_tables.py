"""The members of the generated types, as tables for the reference."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scripts.checks.source_tree import SRC

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["member_tables"]


def member_tables(package: str) -> dict[str, str]:
    """A Markdown table for each generated model of a package that has members, by the model's name."""
    found = {}
    for path in sorted((SRC / package / "_generated" / "models").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and (rows := list(_rows(node))):
                second = "value" if any("Enum" in ast.unparse(base) for base in node.bases) else "type"
                found[node.name] = "\n".join([f"| member | {second} | |", "| --- | --- | --- |", *rows]) + "\n"
    return found


def _rows(model: ast.ClassDef) -> Iterator[str]:
    for node, following in zip(model.body, [*model.body[1:], None], strict=True):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                yield f"| `{name}` | `{ast.unparse(node.annotation)}` | {_docstring(following)} |"
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))) if name.isupper():
                yield f'| `{name}` | `"{value}"` | {_docstring(following)} |'


def _docstring(node: ast.stmt | None) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split()).replace("|", "\\|")
    return ""
