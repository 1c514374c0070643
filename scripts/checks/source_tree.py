"""The modules under src/ and the import statements in them, read from their syntax trees alone."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
HTTP_OF_THE_STANDARD_LIBRARY = ("http.client", "http.server", "urllib.request")
DYNAMIC_IMPORTS = frozenset({"import_module", "__import__", "find_spec"})


@dataclass(frozen=True)
class Module:
    """One module file: its dotted name, and whether it is a package's `__init__`."""

    name: str
    path: Path
    is_package: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """The dotted name's parts."""
        return tuple(self.name.split("."))

    @property
    def is_private(self) -> bool:
        """True below any underscore name, `_generated` included, and for `__main__`."""
        return any(part.startswith("_") for part in self.parts)

    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.path.read_text("utf-8"), str(self.path))


@dataclass(frozen=True)
class ImportLine:
    """One module that a file imports; `typing_only` under `if TYPE_CHECKING`."""

    target: str
    line: int
    typing_only: bool


def modules(src: Path = SRC) -> dict[str, Module]:
    """Every module under `src`, by dotted name."""
    found = {}
    for path in sorted(src.rglob("*.py")):
        parts = list(path.relative_to(src).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found[name] = Module(name, path, is_package)
    return found


def imports(module: Module, known: Mapping[str, Module]) -> list[ImportLine]:
    """What a module imports, relative names resolved; `from package import submodule` names the submodule."""
    collector = _Collector(module, known)
    collector.visit(module.tree())
    return collector.found


class _Collector(ast.NodeVisitor):
    def __init__(self, module: Module, known: Mapping[str, Module]) -> None:
        self._module = module
        self._known = known
        self._typing_only = False
        self.found: list[ImportLine] = []

    def visit_If(self, node: ast.If) -> None:
        """Walk both branches: the first of `if TYPE_CHECKING` and the second of its negation are for types only."""
        test, negated = node.test, False
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, negated = test.operand, True
        is_guard = getattr(test, "id", getattr(test, "attr", "")) == "TYPE_CHECKING"
        self._visit_branch(node.body, typing_only=is_guard and not negated)
        self._visit_branch(node.orelse, typing_only=is_guard and negated)

    def _visit_branch(self, body: list[ast.stmt], *, typing_only: bool) -> None:
        outer = self._typing_only
        self._typing_only = outer or typing_only
        for statement in body:
            self.visit(statement)
        self._typing_only = outer

    def visit_Import(self, node: ast.Import) -> None:
        """`import a.b`."""
        for alias in node.names:
            self._add(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """`from a import b`, `from . import b`."""
        base = self._absolute(node.module or "", node.level)
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            is_module = inner in self._known or inner in HTTP_OF_THE_STANDARD_LIBRARY
            self._add(inner if is_module else base, node.lineno)

    def visit_Call(self, node: ast.Call) -> None:
        """`importlib.import_module("a.b")` and its kin, where the name is a literal."""
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in DYNAMIC_IMPORTS and node.args and isinstance(node.args[0], ast.Constant):
            value = node.args[0].value
            if isinstance(value, str) and value.strip("."):
                level = len(value) - len(value.lstrip("."))
                self._add(self._absolute(value.lstrip("."), level), node.lineno)
        self.generic_visit(node)

    def _absolute(self, name: str, level: int) -> str:
        if not level:
            return name
        parts = list(self._module.parts)
        keep = len(parts) - level + (1 if self._module.is_package else 0)
        return ".".join([*parts[:keep], *([name] if name else [])])

    def _add(self, target: str, line: int) -> None:
        self.found.append(ImportLine(target, line, self._typing_only))


def literal_all(tree: ast.Module) -> tuple[list[str] | None, str]:
    """A module's `__all__` and what is wrong with how it is written; (None, "") where there is none."""
    for node in _assignments(tree):
        if not isinstance(node.value, (ast.List, ast.Tuple)):
            return None, "__all__ is not a literal list or tuple"
        values = [item.value if isinstance(item, ast.Constant) else None for item in node.value.elts]
        names = [value for value in values if isinstance(value, str)]
        if len(names) != len(values):
            return None, "__all__ holds something else than literal strings"
        return names, ""
    return None, ""


def _assignments(tree: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            assert isinstance(node, (ast.Assign, ast.AnnAssign))
            yield node
