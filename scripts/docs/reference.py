"""The pages of the API reference, worked out from what the packages export: one for each public module and resource."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from scripts.checks.exports import PUBLIC_NAMES
from scripts.checks.source_tree import Module, literal_all, modules
from scripts.docs.operations import operation_table
from scripts.docs.prose import as_markdown
from scripts.docs.type_tables import member_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ERROR_MODULES", "SECTIONS", "Page", "errors_of", "pages", "public_names"]

SECTIONS = {"kneo_client": "Kneo", "knoxcall": "KnoxCall", "convox": "Convox", "trellis": "Trellis"}
TRELLIS_MODULES = (
    "trellis.testing",
    "trellis.emulator",
    "trellis.otel",
    "trellis.connections",
    "trellis.core.events",
    "trellis.core.progress",
    "trellis.spec_diff",
)
"""What `trellis` itself offers to users; the rest is the engine and the programs."""
TYPE_MODULES = ("kneo_client.types", "knoxcall.types", "convox.models")


ERROR_MODULES = {
    "kneo_client": "kneo_client.core.errors",
    "knoxcall": "knoxcall.errors",
    "convox": "convox.exceptions",
}
OPERATIONS = """What a client can do, by resource, with the request that it is on the wire. Asynchronous and synchronous
clients have the same methods."""
EVERY_CALL = """Every call can end in one of [the service's errors]({path}), chosen by the status of the answer; a
method that raises one for a reason of its own says so. Arguments that cannot be sent are a `ValueError` or `TypeError`,
raised before anything is sent."""


@dataclass(frozen=True)
class Page:
    """One page. package: of which it is a part. objects: what it documents, by dotted name, and what is added below."""

    package: str
    name: str
    title: str
    lead: str
    objects: dict[str, str]
    options: tuple[str, ...] = field(default=())

    @property
    def path(self) -> str:
        """Where it lies among the site's sources."""
        return f"reference/{self.package}/{self.name}.md"

    @property
    def text(self) -> str:
        """Its Markdown."""
        options = "".join(f"\n      {option}" for option in self.options)
        if options:
            options = f"\n    options:{options}"
        directives = "\n".join(f"::: {name}{options}\n\n{below}" for name, below in self.objects.items())
        return f"# {self.title}\n\n{self.lead}\n\n{directives}"


@cache
def public_names() -> dict[str, list[str]]:
    """What each public module exports, by its dotted name."""
    names: dict[str, list[str]] = json.loads(PUBLIC_NAMES.read_text(encoding="utf-8"))
    known = modules()
    return names | {name: sorted(literal_all(known[name].tree())[0] or []) for name in TRELLIS_MODULES}


def errors_of(package: str) -> dict[str, str]:
    """The error classes of a package by name, with their place in the reference."""
    if package not in ERROR_MODULES:
        return {}
    module = ERROR_MODULES[package]
    return {name: f"{module}.{name}" for name in public_names()[module] if name.endswith(("Error", "Warning"))}


@cache
def pages() -> list[Page]:
    """All pages of the reference, in the order of its contents."""
    tables = [
        Page(package, "operations", "All methods", f"{OPERATIONS}\n{operation_table(package)}", {})
        for package in ERROR_MODULES
    ]
    return [*tables, *_module_pages(public_names()), *_resource_pages()]


def _module_pages(public: Mapping[str, list[str]]) -> Iterator[Page]:
    known = modules()
    for module, names in public.items():
        package, _, rest = module.partition(".")
        inner = {name for other in public if other.startswith(f"{module}.") for name in public[other]}
        own = [name for name in names if name not in inner]
        if not own:
            continue
        lead, below = _docstring(known[module], package), dict.fromkeys(own, "")
        options: tuple[str, ...] = ()
        if module in TYPE_MODULES:
            below |= {name: table for name, table in member_tables(package).items() if name in below}
            options = ("members: []", "show_bases: false", "show_labels: false", "show_signature: false")
        elif module == ERROR_MODULES.get(package):
            options = ("show_bases: true",)
        elif rest.startswith(("platform.", "agent.")):
            lead = f"{lead} A client has it as `client.{rest}`.\n\n{_errors_note(package)}"
        yield Page(package, rest or "package", module, lead, {f"{module}.{name}": below[name] for name in own}, options)


def _resource_pages() -> Iterator[Page]:
    known = modules()
    for module in known.values():
        if module.parts[1:3] == ("_sync", "resources") and len(module.parts) == 4:
            package, _, _, name = module.parts
            twins = (module.name, module.name.replace("._sync.", "._async."))
            own = [f"{twin}.{each}" for twin in twins for each in literal_all(known[twin].tree())[0] or []]
            lead = f"{_docstring(module, package)}\n\n{_errors_note(package)}"
            yield Page(package, f"client.{name}", f"client.{name}", lead, dict.fromkeys(own, ""))


def _errors_note(package: str) -> str:
    return EVERY_CALL.format(path=ERROR_MODULES[package].partition(".")[2] + ".md")


def _docstring(module: Module, package: str) -> str:
    return as_markdown(ast.get_docstring(module.tree()) or "", (), errors_of(package))
