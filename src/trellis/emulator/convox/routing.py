"""Routing as the rack's server does it: on the path decoded whole, so that `%2F` separates segments as `/` does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from trellis.emulator.routing import Match
from trellis.emulator.sockets import SOCKET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trellis.core.runtime.operation import Operation

ANY = "ANY"
GREEDY = frozenset({"key", "path", "server"})
"""Path parameters that take the rest of the path: object keys, registries, and what a proxy passes on."""


class RackRouter:
    """Finds the operation of a request. Routes are tried longest literal part first.

    WebSocket routes answer handshakes only: to a plain GET of one there is no route.
    """

    def __init__(self, operations: Iterable[Operation[Any]]) -> None:
        routes = [(_pattern(operation.path), _method(operation), operation) for operation in operations]
        self._routes = sorted(routes, key=lambda route: -len(re.sub(r"\{.*?\}", "", route[2].path)))

    def match(self, method: str, raw_path: str) -> Match:
        """Find the operation for `method` and the percent-encoded `raw_path`."""
        path = unquote(raw_path)
        allowed: set[str] = set()
        for pattern, wanted, operation in self._routes:
            found = pattern.fullmatch(path)
            if found is None:
                continue
            if wanted == method or (wanted == ANY and method != SOCKET):
                return Match(operation, found.groupdict(), ())
            if wanted not in (SOCKET, ANY):
                allowed.add(wanted)
        return Match(None, {}, tuple(sorted(allowed)))


def _method(operation: Operation[Any]) -> str:
    if operation.ext.get("x-transport") == "websocket":
        return SOCKET
    return ANY if operation.ext.get("x-any-method") else operation.method


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", path)
    pieces = [re.escape(part) if index % 2 == 0 else _group(part) for index, part in enumerate(parts)]
    return re.compile("".join(pieces), re.DOTALL)


def _group(name: str) -> str:
    return f"(?P<{name}>{'.*' if name in GREEDY else '[^/]+'})"
