"""Links from the task pages to the reference: wherever a page names, in code type, something that the reference has."""

from __future__ import annotations

import re
from functools import cache

from scripts.docs.operations import resource_methods
from scripts.docs.reference import ERROR_MODULES, TYPE_MODULES, public_names

__all__ = ["linked", "targets"]

_KEPT = re.compile(
    r"^( *)(`{3,}).*?^\1\2 *$"  # a block of code
    r"|^#[^\n]*$"  # a heading
    r"|\[[^\]]*\](?:\([^)\n]*\)|\[)",  # a link
    re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(r"(?<!`)`([A-Za-z_][\w.]*)(\([^`\n]*\))?`(?!`)")
_TELLING = re.compile(r"[A-Z]\w*[a-z]\w*|[a-z]+(?:_[a-z]+)+|[a-z]\w*\.[\w.]+")
"""Names that mean nothing else: of classes, of functions in more than one word, of methods behind their resource."""


def linked(markdown: str) -> str:
    """A page with its names linked, except in headings, blocks of code, and links that are there."""
    pieces, end = [], 0
    for kept in _KEPT.finditer(markdown):
        pieces += [_CODE.sub(_link, markdown[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*pieces, _CODE.sub(_link, markdown[end:])])


def _link(found: re.Match[str]) -> str:
    target = targets().get(found[1])
    return f"[{found[0]}][{target}]" if target else found[0]


@cache
def targets() -> dict[str, str]:
    """What is linked, with its place in the reference: what no two packages have by the same name."""
    places: dict[str, dict[str, str]] = {}
    for module, names in public_names().items():
        if module not in TYPE_MODULES:
            for name in names:
                places.setdefault(name, {})[module.partition(".")[0]] = f"{module}.{name}"
    for package in ERROR_MODULES:
        for method in resource_methods(package):
            parts = method.home.split(".")
            for start in range(len(parts)):  # client.platform.runs.get, platform.runs.get, runs.get
                places.setdefault(".".join([*parts[start:], method.name]), {})[package] = method.place
    return {
        name: next(iter(found.values()))
        for name, found in places.items()
        if len(found) == 1 and _TELLING.fullmatch(name)
    }
