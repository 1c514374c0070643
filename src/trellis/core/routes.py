"""Finding the operation that a method and path belong to, so that calls by path get their operation's rules."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .runtime.operation import Operation

__all__ = ["Routes"]


class Routes:
    """The operations of a table by path, literal segments before parameters."""

    _by_module: ClassVar[dict[str, Routes]] = {}

    def __init__(self, operations: Iterable[Operation[Any]]) -> None:
        self._patterns: dict[str, list[tuple[re.Pattern[str], Operation[Any]]]] = {}
        for operation in sorted(operations, key=lambda operation: len(operation.path_params)):
            pattern = re.compile("[^/]+".join(map(re.escape, _pieces(operation))))
            self._patterns.setdefault(operation.method, []).append((pattern, operation))

    @classmethod
    def of(cls, module: str) -> Routes:
        """The routes of the operation table in `module`, built once."""
        routes = cls._by_module.get(module)
        if routes is None:
            routes = cls._by_module[module] = cls(import_module(module).OPERATIONS.values())
        return routes

    def find(self, method: str, path: str) -> Operation[Any] | None:
        """The operation for an encoded path, or None."""
        for pattern, operation in self._patterns.get(method, ()):
            if pattern.fullmatch(path):
                return operation
        return None


def _pieces(operation: Operation[Any]) -> list[str]:
    pieces = list(operation.segments)
    if len(pieces) == len(operation.path_params):
        pieces.append("")
    return pieces
