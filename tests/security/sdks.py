"""The three SDKs as one table: their methods over httpx's own transport seam, each with what it needs to be called."""

from __future__ import annotations

from typing import Any

from convox.exceptions import ConvoxError
from kneo_client.core.errors import KneoError
from knoxcall.errors import KnoxCallError
from tests.contract import surfaces as kneo
from tests.contract.adapters import plain_call
from tests.contract.convox import surfaces as convox
from tests.contract.document import kneo as kneo_document
from tests.contract.knoxcall import surfaces as knoxcall
from tests.security.arguments import convox_arguments, knoxcall_arguments

__all__ = ["SDKS", "Sdk"]

SOCKETS = (".logs", ".exec", ".shell", ".console", ".tcp")


class Sdk:
    """One SDK. surfaces: the module of its contract tests that drives its clients. error: what all its errors are."""

    def __init__(self, name: str, surfaces: Any, error: type[Exception]) -> None:
        self.name = name
        self.surfaces = surfaces
        self.error = error

    def methods(self) -> dict[str, Any]:
        """Every public method of every resource, by dotted path."""
        found: dict[str, Any] = self.surfaces.adapter_methods(self.surfaces.SYNC.open())
        return found

    def calls(self, folder: str) -> list[kneo.AdapterCall]:
        """A call of every method that sends something over HTTP, with what it requires and nothing else. WebSockets
        are left out (tests/fault/convox/test_convox_sockets.py). folder: one that can be packed and sent."""
        found: list[kneo.AdapterCall] = []
        for path, method in self.methods().items():
            if self.name == "kneo":
                found.append(plain_call(kneo_document(), path, method))
            elif self.name == "knoxcall" and path != "webhooks.construct_event":  # which sends nothing
                found.append(kneo.AdapterCall(path, *knoxcall_arguments(method)))
            elif self.name == "convox" and not path.endswith(SOCKETS):
                found.append(kneo.AdapterCall(path, *convox_arguments(path, method, folder)))
        return found


SDKS = (
    Sdk("kneo", kneo, KneoError),
    Sdk("knoxcall", knoxcall, KnoxCallError),
    Sdk("convox", convox, ConvoxError),
)
