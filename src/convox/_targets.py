"""Where requests go: names that would lead elsewhere, and the paths and queries of `client.api` and `client.stream`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from trellis.core.encode import path_of
from trellis.core.routes import Routes

from ._service import DEFINITION

if TYPE_CHECKING:
    from trellis.core.runtime.operation import Operation

__all__ = ["by_name", "refuse_detours", "target_of"]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def target_of(path: str) -> str:
    """A path of the rack, with the leading slash that callers may leave out. TypeError or ValueError for what is none:
    a URL would take the credentials to another host."""
    if not isinstance(path, str):
        raise TypeError(f"path must be a str, got {type(path).__name__}")
    if path.startswith("//") or _ABSOLUTE.match(path):
        raise ValueError("path must be a path on the client's own host, such as /apps, not a URL")
    return path if path.startswith("/") else f"/{path}"


def refuse_detours(operation: Operation[Any], args: Mapping[str, Any]) -> None:
    """ValueError for a name with slashes in it that would lead elsewhere.

    Racks decode a path before they look for its route, and then `%2F` divides as "/" does: to delete the app
    "web/budget" would delete the budget of the app "web". Dot segments are resolved by whoever decodes.
    """
    names = [param.arg for param in operation.path_params if "/" in str(args.get(param.arg))]
    if not names:
        return
    for name in names:
        if not {".", ".."}.isdisjoint(str(args[name]).split("/")):
            raise ValueError(f"{name} must not hold '.' or '..' between slashes: {args[name]!r} may lead elsewhere")
    found = Routes.of(DEFINITION.operations).find(operation.method, unquote(path_of(operation, args)))
    if found is not None and found is not operation:
        given = " and ".join(f"{name} {args[name]!r}" for name in names)
        raise ValueError(f"{operation.called}: a rack would take {given} for part of another path, {found.label}")


def by_name(params: Any) -> Mapping[str, Any] | None:
    """Query parameters given as a mapping, or as pairs of which several may have one name."""
    if params is None or isinstance(params, Mapping):
        return params
    if isinstance(params, (str, bytes)):
        raise TypeError("params must be a mapping or a list of pairs; a query as text can stand in the path")
    gathered: dict[str, list[Any]] = {}
    for name, value in params:
        gathered.setdefault(name, []).append(value)
    return gathered
