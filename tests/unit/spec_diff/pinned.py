"""The pinned documents as mutants are made of them: every node by its path, and a copy with one node replaced."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from trellis.cli.call_catalogue import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["PINNED", "Path", "at", "nodes_of", "put", "where"]

Path = tuple[str | int, ...]


def _read(package: str) -> Any:
    return json.loads((resources.files(f"{package}._generated") / "spec.json").read_text("utf-8"))


PINNED: dict[str, Any] = {service: _read(package) for service, package in PACKAGES.items()}


@functools.lru_cache(maxsize=8)
def nodes_of(service: str) -> list[Path]:
    """The paths of all nodes of a pinned document."""
    return [path for path, _ in _walk(PINNED[service], ())]


def where(service: str, wanted: Callable[[Path, Any], bool]) -> list[Path]:
    """The paths of the nodes that are wanted."""
    return [path for path, node in _walk(PINNED[service], ()) if wanted(path, node)]


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, node
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in members:
        yield from _walk(value, (*path, key))


def at(root: Any, path: Path) -> Any:
    """The node at a path."""
    for step in path:
        root = root[step]
    return root


def put(root: Any, path: Path, value: Any) -> Any:
    """A copy with another value at a path; what is beside the path is shared."""
    if not path:
        return value
    copied: Any = dict(root) if isinstance(root, dict) else list(root)
    copied[path[0]] = put(root[path[0]], path[1:], value)
    return copied
