"""The methods of the clients' resources, read from the sources, and a table of which requests they make."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.checks.source_tree import literal_all, modules
from scripts.docs.prose import HTTP_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Method", "operation_table", "resource_methods"]

DOMAINS = {"resources": "", "platform": "platform.", "agent": "agent."}
"""The folders of resources, and where a client has what is in them."""
SHOWN = {"kneo_client": "_async", "knoxcall": "_sync", "convox": "_sync"}
"""The surface that an SDK's name without an addition stands for."""


@dataclass(frozen=True)
class Method:
    """One public method of a resource. home: what a client calls the resource. place: its dotted name."""

    home: str
    name: str
    place: str
    docstring: str

    @property
    def requests(self) -> list[str]:
        """The HTTP lines that its docstring has, each once."""
        return list(dict.fromkeys(HTTP_LINE.findall(self.docstring)))


def resource_methods(package: str) -> Iterator[Method]:
    """Every method of every resource of an SDK, in the order of the sources."""
    for module in modules().values():
        parts = module.parts
        if len(parts) != 4 or parts[:2] != (package, SHOWN[package]) or parts[2] not in DOMAINS:
            continue
        tree = module.tree()
        offered = literal_all(tree)[0] or []
        for made in tree.body:
            if not isinstance(made, ast.ClassDef) or made.name not in offered:
                continue
            for node in made.body:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_"):
                    yield Method(
                        f"client.{DOMAINS[parts[2]]}{parts[3]}",
                        node.name,
                        f"{module.name}.{made.name}.{node.name}",
                        ast.get_docstring(node) or "",
                    )


def operation_table(package: str) -> str:
    """A Markdown table of all methods, a section for each resource."""
    pieces: list[str] = []
    home = ""
    for method in resource_methods(package):
        if method.home != home:
            home = method.home
            pieces.append(f"\n## `{home}`\n\n| method | request | |\n| --- | --- | --- |")
        requests = "<br>".join(f"`{line}`" for line in method.requests)
        does = " ".join(method.docstring.partition("\n\n")[0].split()).replace("|", "\\|")
        pieces.append(f"| [`{method.name}`][{method.place}] | {requests} | {does} |")
    return "\n".join(pieces) + "\n"
