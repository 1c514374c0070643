"""What the reader of our sources has to be told: which names are exports although only type checkers see them bound,
and how our docstrings are written."""

from __future__ import annotations

from typing import Any

import griffe

from scripts.docs.prose import as_markdown
from scripts.docs.reference import errors_of

__all__ = ["TrellisSources"]


class TrellisSources(griffe.Extension):
    """Makes our packages readable for the reference."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Complete the exports and turn the docstrings into Markdown."""
        for module in pkg.modules.values():
            if not module.is_alias and "_generated" in pkg.modules:
                _complete(module, pkg)
        _rewrite(pkg, errors_of(pkg.path))


def _complete(module: griffe.Module | griffe.Alias, package: griffe.Module) -> None:
    """Add the generated models that a module promises in `__all__` and loads on first use."""
    for name in map(str, module.exports or ()):
        if name not in module.members:
            target = f"{package.path}._generated.models.{name}"
            module.set_member(name, griffe.Alias(name, target, parent=module))


def _rewrite(thing: griffe.Object | griffe.Alias, errors: dict[str, str]) -> None:
    for member in thing.members.values():
        if member.is_alias:
            continue
        if member.docstring is not None:
            member.docstring.value = as_markdown(member.docstring.value, _names(member), errors)
        _rewrite(member, errors)


def _names(thing: griffe.Object | griffe.Alias) -> set[str]:
    """What the docstring of a function or class calls arguments: for a class also its attributes."""
    if isinstance(thing, griffe.Function):
        return {parameter.name.lstrip("*") for parameter in thing.parameters}
    if isinstance(thing, griffe.Class):
        made = thing.members.get("__init__")
        return {*thing.members, *(_names(made) if isinstance(made, griffe.Function) else ())}
    return set()
