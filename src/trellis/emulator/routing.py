"""Routing from an operation table: a tree over path segments, matched against the path as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trellis.core.runtime.operation import Operation


class Match:
    """What the router found: an operation and its path values, or the methods that the path would have allowed."""

    __slots__ = ("allowed", "operation", "params")

    def __init__(self, operation: Operation[Any] | None, params: dict[str, str], allowed: tuple[str, ...]) -> None:
        self.operation = operation
        self.params = params
        self.allowed = allowed


class _Node:
    __slots__ = ("literals", "methods", "wildcard")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.wildcard: _Node | None = None
        self.methods: dict[str, tuple[Operation[Any], tuple[str, ...]]] = {}


class Router:
    """Finds the operation of a request.

    Segments are compared still percent-encoded and decoded afterwards, so `/` and `%2F` stay different things.
    A literal segment wins over a parameter. `aliases` names further paths under which an operation answers.
    """

    def __init__(
        self, operations: Iterable[Operation[Any]], *, aliases: Callable[[str], Iterable[str]] = lambda path: ()
    ) -> None:
        self._root = _Node()
        for operation in operations:
            for path in (operation.path, *aliases(operation.path)):
                self._add(path, operation)

    def _add(self, path: str, operation: Operation[Any]) -> None:
        node = self._root
        names: list[str] = []
        for segment in path.lstrip("/").split("/"):
            if segment.startswith("{") and segment.endswith("}"):
                names.append(segment[1:-1])
                if node.wildcard is None:
                    node.wildcard = _Node()
                node = node.wildcard
            else:
                node = node.literals.setdefault(segment, _Node())
        if operation.method in node.methods:
            raise ValueError(f"two operations answer {operation.method} {path}")
        node.methods[operation.method] = (operation, tuple(names))

    def match(self, method: str, raw_path: str) -> Match:
        """Find the operation for `method` and the percent-encoded `raw_path`."""
        allowed: tuple[str, ...] = ()
        for node, values in self._walk(self._root, raw_path.lstrip("/").split("/"), ()):
            if method in node.methods:
                operation, names = node.methods[method]
                return Match(operation, dict(zip(names, map(unquote, values), strict=True)), ())
            allowed = allowed or tuple(sorted(node.methods))
        return Match(None, {}, allowed)

    def _walk(
        self, node: _Node, segments: list[str], values: tuple[str, ...]
    ) -> Iterable[tuple[_Node, tuple[str, ...]]]:
        if not segments:
            if node.methods:
                yield node, values
            return
        head, rest = segments[0], segments[1:]
        literal = node.literals.get(unquote(head))
        if literal is not None:
            yield from self._walk(literal, rest, values)
        if node.wildcard is not None and head:
            yield from self._walk(node.wildcard, rest, (*values, head))
