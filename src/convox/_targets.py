"""A caller's own paths and queries, as `client.api` and `client.stream` take them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["by_name", "target_of"]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def target_of(path: str) -> str:
    """A path of the rack, with the leading slash that callers may leave out. TypeError or ValueError for what is none:
    a URL would take the credentials to another host."""
    if not isinstance(path, str):
        raise TypeError(f"path must be a str, got {type(path).__name__}")
    if path.startswith("//") or _ABSOLUTE.match(path):
        raise ValueError("path must be a path on the client's own host, such as /apps, not a URL")
    return path if path.startswith("/") else f"/{path}"


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
