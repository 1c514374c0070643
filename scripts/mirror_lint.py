"""What an async adapter may not contain, because its sync mirror would mean something else or nothing at all."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EVENT_LOOP_MODULES = frozenset({"anyio", "asyncio", "curio", "sniffio", "trio"})
UNTURNED_NAMES = frozenset({"Coroutine", "isawaitable", "iscoroutine", "iscoroutinefunction"})


@dataclass(frozen=True)
class Complaint:
    """One reason why a module cannot be mirrored."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def lint(path: Path, source: str, *, sdk_names: Mapping[str, str], common_names: Mapping[str, str]) -> list[Complaint]:
    """Everything in one async module that the mirror cannot carry, in line order."""
    try:
        tree = ast.parse(source, str(path))
    except SyntaxError as error:
        return [Complaint(path, error.lineno or 1, f"not valid Python: {error.msg}")]
    found = [
        *_event_loop_imports(tree),
        *_awaits_in_f_strings(tree),
        *_async_generator_expressions(tree),
        *_unturned_names(tree),
        *_sync_names(tree, sdk_names),
        *_unmapped_classes(tree, sdk_names),
        *_twins_in_one_scope(tree, {**common_names, **sdk_names}),
    ]
    return [Complaint(path, line, text) for line, text in sorted(set(found))]


def _event_loop_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        else:
            continue
        for module in modules:
            top = module.partition(".")[0]
            if top in EVENT_LOOP_MODULES:
                yield node.lineno, f"imports {top}; adapters use the verbs of trellis.core.aio, which have a sync twin"


def _awaits_in_f_strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and any(isinstance(inner, ast.Await) for inner in ast.walk(node)):
            yield node.lineno, "`await` inside an f-string; give the value a name first"


def _async_generator_expressions(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.GeneratorExp):
            continue
        # The first iterable is evaluated at once, outside the generator, so an await there is harmless.
        parts: list[ast.AST] = [node.elt, *(test for clause in node.generators for test in clause.ifs)]
        parts += [clause.iter for clause in node.generators[1:]]
        awaits = any(isinstance(inner, ast.Await) for part in parts for inner in ast.walk(part))
        if awaits or any(clause.is_async for clause in node.generators):
            yield node.lineno, "async generator expression: it is closed by the loop, its twin at once; write a loop"


def _unturned_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in UNTURNED_NAMES:
            yield getattr(node, "lineno", 1), f"{name} has no sync twin"


def _sync_names(tree: ast.AST, sdk_names: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """A twin's name in the source: after the mirror two things would bear it."""
    twins = {twin: name for name, twin in sdk_names.items() if twin != name}
    for node in ast.walk(tree):
        for name in _names_of(node):
            if name in twins:
                yield getattr(node, "lineno", 1), f"{name} collides with the twin of {twins[name]}"


def _names_of(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.alias):
        return (node.name.rpartition(".")[2], node.asname or "")
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return (node.name,)
    return ()


def _unmapped_classes(tree: ast.Module, sdk_names: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """A public class without a twin's name would exist twice under one name."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith(("_", "Async")) and node.name not in sdk_names:
            yield node.lineno, f"class {node.name} has no twin in SDK_NAMES of scripts/mirror_sync.py"


def _twins_in_one_scope(tree: ast.AST, table: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Two definitions of one scope that the mirror gives one name, such as `close` and `aclose`."""
    for scope in ast.walk(tree):
        if not isinstance(scope, (ast.Module, ast.ClassDef)):
            continue
        seen: dict[str, str] = {}
        for node in scope.body:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                twin = table.get(node.name, node.name)
                other = seen.setdefault(twin, node.name)
                if other != node.name:
                    yield node.lineno, f"{node.name} and {other} would both be called {twin}"
