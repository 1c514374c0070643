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
        for module in pkg.modules.values():
            if not module.is_alias and module.name in ("_async", "_sync") and "resources" in module.members:
                _leave_out_construction(module["resources"])


def _complete(module: griffe.Module | griffe.Alias, package: griffe.Module) -> None:
    """Add the generated models that a module promises in `__all__` and loads on first use."""
    for name in map(str, module.exports or ()):
        if name not in module.members:
            target = f"{package.path}._generated.models.{name}"
            module.set_member(name, griffe.Alias(name, target, parent=module))


def _leave_out_construction(resources: griffe.Module) -> None:
    """How a resource is made is the client's business."""
    for module in resources.modules.values():
        for made in module.classes.values():
            if not made.is_alias and "__init__" in made.members:
                made.del_member("__init__")


def _rewrite(thing: griffe.Object | griffe.Alias, errors: dict[str, str]) -> None:
    for name, member in list(thing.members.items()):
        if member.is_alias:
            continue
        if isinstance(member, griffe.Function) and any(mark.value == "lazy" for mark in member.decorators):
            member = _as_attribute(member)
            thing.set_member(name, member)
        if isinstance(member, griffe.Attribute) and member.labels == {"instance-attribute"}:
            member.value = None  # how it is worked out says nothing to a reader
        if member.docstring is not None:
            member.docstring.value = as_markdown(member.docstring.value, _names(member), errors)
        _rewrite(member, errors)


def _as_attribute(method: griffe.Function) -> griffe.Attribute:
    """What our `lazy` makes of a method, as it does of those that it knows from the standard library."""
    attribute = griffe.Attribute(
        method.name, annotation=method.returns, docstring=method.docstring, lineno=method.lineno, parent=method.parent
    )
    attribute.labels = {"property"}
    return attribute


def _names(thing: griffe.Object | griffe.Alias) -> set[str]:
    """What the docstring of a function or class calls arguments: for a class also its attributes."""
    if isinstance(thing, griffe.Function):
        return {parameter.name.lstrip("*") for parameter in thing.parameters}
    if isinstance(thing, griffe.Class):
        made = thing.members.get("__init__")
        return {*thing.members, *(_names(made) if isinstance(made, griffe.Function) else ())}
    return set()
