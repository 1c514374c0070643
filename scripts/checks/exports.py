"""Export lists: every public module says in `__all__` what it offers, and the SDKs' public names change knowingly.

python -m scripts.checks.exports --write    accept the present public names (tests/unit/public_names.json)
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
from typing import TYPE_CHECKING

from .source_tree import ROOT, SRC, Module, literal_all, modules

if TYPE_CHECKING:
    from pathlib import Path

PUBLIC_NAMES = ROOT / "tests" / "unit" / "public_names.json"
NOT_AN_SDK = frozenset({"trellis"})
DOORS = ("trellis.cli", "trellis.emulator", "trellis.testing")


def complaints(src: Path = SRC, *, import_them: bool = True) -> list[str]:
    """What is wrong with the export lists under `src`; importing shows whether each name exists, lazy ones included."""
    found = []
    for module in modules(src).values():
        if module.is_private:
            continue
        tree = module.tree()
        names, fault = literal_all(tree)
        where = module.path.relative_to(src.parent)
        if fault:
            found.append(f"{where}: {fault}")
        elif names is None:
            if behind_a_door(module):
                continue
            if offered := _defined_publicly(tree):
                found.append(f"{where}: no __all__, but defines {', '.join(offered)}")
        else:
            found += [f"{where}: {fault}" for fault in _faults(module, names, import_them=import_them)]
    return found


def behind_a_door(module: Module) -> bool:
    """Whether users reach a module only through its package's `__init__`, which then holds the list."""
    return any(module.name.startswith(f"{door}.") for door in DOORS)


def _faults(module: Module, names: list[str], *, import_them: bool) -> list[str]:
    found = [f"__all__ names {name} twice" for name in sorted({name for name in names if names.count(name) > 1})]
    found += [f"__all__ names the private {name}" for name in names if name.startswith("_") and not _dunder(name)]
    if not import_them:
        return found
    try:
        loaded = importlib.import_module(module.name)
    except Exception as error:
        return [*found, f"cannot be imported: {_said(error)}"]
    for name in names:
        try:
            getattr(loaded, name)
        except AttributeError:
            found.append(f"__all__ names {name}, which is not there")
        except Exception as error:
            found.append(f"{name} cannot be loaded: {_said(error)}")
    return found


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _defined_publicly(tree: ast.Module) -> list[str]:
    """Public classes, functions and constants of a module without `__all__`, and what an `as` re-exports."""
    found = []
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(node.name)
        elif isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.append(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            found += [alias.asname for alias in node.names if alias.asname == alias.name]
    return [name for name in found if not name.startswith("_")]


def public_names(src: Path = SRC) -> dict[str, list[str]]:
    """The sorted export list of every public module of every SDK."""
    found = {}
    for module in modules(src).values():
        if module.is_private or module.parts[0] in NOT_AN_SDK:
            continue
        names, _ = literal_all(module.tree())
        if names is not None:
            found[module.name] = sorted(names)
    return found


def accepted_names() -> dict[str, list[str]]:
    """The public names that were accepted last."""
    accepted: dict[str, list[str]] = json.loads(PUBLIC_NAMES.read_text("utf-8"))
    return accepted


def write_names() -> None:
    """Accept the present public names."""
    PUBLIC_NAMES.write_text(json.dumps(public_names(), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write_names()
    print(f"wrote {PUBLIC_NAMES.relative_to(ROOT)}")
