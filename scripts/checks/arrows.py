"""Who may import whom: each package under src/ knows only the layers below it, only the transport knows HTTP, only the
sockets know WebSockets, and only trellis.otel knows OpenTelemetry.

_generated            -> trellis.core.runtime, attrs, the standard library
trellis.core.runtime  -> nothing else of ours
trellis.core          -> trellis.core
trellis.otel, connections -> trellis.core
an SDK                -> trellis.core and itself
trellis.emulator      -> trellis.core and the SDKs' _generated data
trellis.testing, cli  -> anything
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .source_tree import HTTP_OF_THE_STANDARD_LIBRARY, SRC, ImportLine, Module, imports, modules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HTTP_LIBRARIES = frozenset({"aiohttp", "h11", "h2", "httpcore", "httpx", "httpx_aiohttp", "requests", "urllib3"})
WEBSOCKET_LIBRARIES = frozenset({"websocket", "websockets", "wsproto"})
HTTP_PLACES = ("trellis.core.transport", "kneo_client.core._httpx_auth")
WEBSOCKET_PLACES = ("trellis.core.sockets",)
TELEMETRY = "opentelemetry"
TELEMETRY_PLACE = "trellis.otel"
DOORS_TO_CORE = (TELEMETRY_PLACE, "trellis.connections")
"""What users import beside the SDKs."""
FREE_LAYERS = ("trellis.emulator", "trellis.testing", "trellis.cli")
VERSION = "trellis._version"


@dataclass(frozen=True)
class WrongArrow:
    """One import that the architecture does not have."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def wrong_arrows(src: Path = SRC) -> list[WrongArrow]:
    """Every wrong import under `src`, by file and line. Imports for types only count, except for HTTP libraries."""
    known = modules(src)
    ours = {name.partition(".")[0] for name in known}
    found = []
    for module in known.values():
        for imported in imports(module, known):
            for text in _faults(module, imported, ours):
                found.append(WrongArrow(module.path.relative_to(src.parent), imported.line, text))
    return sorted(set(found), key=lambda arrow: (str(arrow.path), arrow.line, arrow.text))


def _faults(module: Module, imported: ImportLine, ours: set[str]) -> Iterator[str]:
    target = imported.target
    if target.partition(".")[0] in ours:
        if not _may_import(module, target):
            yield f"{layer_of(module.name)} may not import {target}"
    elif "_generated" in module.parts and not _plain(imported):
        yield f"generated code may not import {target}: the standard library and attrs only"
    if imported.typing_only or _within(module.name, *FREE_LAYERS):
        return
    if _is_http(target) and not _within(module.name, *HTTP_PLACES):
        yield f"{target} at run time outside {HTTP_PLACES[0]}; import it under TYPE_CHECKING or ask the transport"
    if target.partition(".")[0] in WEBSOCKET_LIBRARIES and not _within(module.name, *WEBSOCKET_PLACES):
        yield f"{target} at run time outside {WEBSOCKET_PLACES[0]}; import it under TYPE_CHECKING or ask the sockets"
    if target.partition(".")[0] == TELEMETRY and not _within(module.name, TELEMETRY_PLACE):
        yield f"{target} at run time outside {TELEMETRY_PLACE}: it is an extra, and slow to load"


def layer_of(name: str) -> str:
    """The layer a module belongs to, named as in the table above."""
    parts = name.split(".")
    if "_generated" in parts:
        return ".".join(parts[: parts.index("_generated") + 1])
    for layer in ("trellis.core.runtime", "trellis.core", *DOORS_TO_CORE, *FREE_LAYERS):
        if _within(name, layer):
            return layer
    return parts[0]


def _may_import(module: Module, target: str) -> bool:
    own = layer_of(module.name)
    if _within(target, own) and layer_of(target) == own:
        return True
    if own in ("trellis.testing", "trellis.cli"):
        return True
    if own.endswith("._generated"):
        return _within(target, "trellis.core.runtime")
    if own in ("trellis", "trellis.core.runtime"):
        return False
    if target == VERSION:
        return True
    if own == "trellis.core":
        return _within(target, "trellis.core")
    if own == "trellis.emulator":
        return _within(target, "trellis.core") or layer_of(target).endswith("._generated")
    return _within(target, "trellis.core", own)


def _within(name: str, *layers: str) -> bool:
    return any(name == layer or name.startswith(layer + ".") for layer in layers)


def _plain(imported: ImportLine) -> bool:
    top = imported.target.partition(".")[0]
    if top == "typing_extensions":
        return imported.typing_only
    return top in sys.stdlib_module_names or top in ("attr", "attrs")


def _is_http(target: str) -> bool:
    return target.partition(".")[0] in HTTP_LIBRARIES or _within(target, *HTTP_OF_THE_STANDARD_LIBRARY)


def run() -> list[str]:
    """The complaints as lines; empty where every arrow is right."""
    return [str(arrow) for arrow in wrong_arrows()]
