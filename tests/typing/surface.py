"""The public surface as it is at run time: every public name, and everything that can be reached from a client."""

from __future__ import annotations

import importlib
import inspect
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from convox import AsyncConvoxClient, ConvoxClient
from kneo_client.client import KneoClient, SyncKneoClient
from kneo_client.core.profiles import Profile
from knoxcall.client import KnoxCallAsync, KnoxCallSync
from scripts.checks.exports import accepted_names

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CLIENTS", "members", "public_names", "public_view", "sample"]

MODULES = (
    "trellis.connections", "trellis.core.events", "trellis.core.observe", "trellis.core.progress", "trellis.otel",
    "trellis.spec_diff", "trellis.testing",
)  # fmt: skip
"""Those that users import from, besides the SDKs."""
_OURS = ("kneo_client", "knoxcall", "convox", "trellis")
_SHAPES = (Profile,)
"""What clients hold besides resources, and is no part of their surface."""


def _clients() -> dict[str, object]:
    profile = Profile("p", "http://kneo.test", "k")
    return {
        "kneo": KneoClient(profile),
        "sync_kneo": SyncKneoClient(profile),
        "knoxcall": KnoxCallAsync(api_key="kc_1"),
        "sync_knoxcall": KnoxCallSync(api_key="kc_1"),
        "async_convox": AsyncConvoxClient("h", "k"),
        "convox": ConvoxClient("h", "k"),
    }


CLIENTS = lru_cache(maxsize=1)(_clients)
"""The six clients, by the names that the samples give them."""


def public_names() -> dict[str, list[str]]:
    """What each public module offers, the SDKs' and the others."""
    others = {module: list(importlib.import_module(module).__all__) for module in MODULES}
    return {**accepted_names(), **others}


def members(holder: object) -> Iterator[tuple[str, Any]]:
    """What can be reached from a client, to any depth: dotted path and value. Resources come before what they hold."""
    for name in dir(holder):
        if name.startswith("_"):
            continue
        value = getattr(holder, name)
        yield name, value
        is_resource = type(value).__module__.partition(".")[0] in _OURS and not isinstance(value, _SHAPES)
        if is_resource and not inspect.isroutine(value):
            yield from ((f"{name}.{path}", found) for path, found in members(value))


def sample() -> list[str]:
    """A module that asks a type checker about each of them, a line each."""
    names = public_names()
    lines = [f"import {module}" for module in names]
    lines += [f"reveal_type({module}.{name})" for module, offered in names.items() for name in offered]
    for name, client in CLIENTS().items():
        kind = f"{type(client).__module__.partition('.')[0]}.{type(client).__name__}"
        lines.append(f"def of_{name}({name}: {kind}) -> None:")
        lines += [f"    reveal_type({name}.{path})" for path, _ in members(client)]
    return lines


def public_view() -> list[str]:
    """A module that offers every public name of the SDKs, each under a name of its own."""
    names = {
        (module, name): f"{module}_{name}".replace(".", "_") for module, of in accepted_names().items() for name in of
    }
    lines = [f"from {module} import {name} as {alias}" for (module, name), alias in names.items()]
    return [*lines, f"__all__ = {list(names.values())!r}"]
