"""Starts an emulated service by its name: on a socket, or in process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .asgi import EmulatorApp
from .kneo.handle import KneoHandle
from .kneo.service import KneoService

if TYPE_CHECKING:
    from .kneo.settings import KneoSettings

ServiceName = Literal["kneo"]


def start(
    service: ServiceName = "kneo",
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    settings: KneoSettings | None = None,
) -> KneoHandle:
    """Start an emulated service on a socket, in a background thread.

    service: "kneo". host: the address to listen on. port: 0 picks a free one. settings: keys, limits and timing;
    None for the defaults. Raises ValueError for an unknown service, OSError if the address is taken, RuntimeError if
    the server does not come up within ten seconds.
    """
    _known(service)
    return KneoHandle(settings, host=host, port=port)


def in_process(service: ServiceName = "kneo", *, settings: KneoSettings | None = None) -> EmulatorApp:
    """The same service as an ASGI application, for `httpx.ASGITransport(app=...)`."""
    _known(service)
    return EmulatorApp(KneoService(settings))


def _known(service: str) -> None:
    if service != "kneo":
        raise ValueError(f"there is no emulator called {service!r}; there is: kneo")
