"""Starts an emulated service by its name: on a socket, or in process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from .asgi import EmulatorApp
from .convox.settings import ConvoxSettings
from .kneo.handle import KneoHandle
from .kneo.service import KneoService
from .kneo.settings import KneoSettings
from .knoxcall.settings import KnoxCallSettings

if TYPE_CHECKING:
    from .convox.handle import ConvoxHandle
    from .knoxcall.handle import KnoxCallHandle

ServiceName = Literal["kneo", "knoxcall", "convox"]
SERVICES = ("kneo", "knoxcall", "convox")


@overload
def start(
    service: Literal["kneo"] = ..., *, host: str = ..., port: int = ..., settings: KneoSettings | None = ...
) -> KneoHandle: ...
@overload
def start(
    service: Literal["knoxcall"], *, host: str = ..., port: int = ..., settings: KnoxCallSettings | None = ...
) -> KnoxCallHandle: ...
@overload
def start(
    service: Literal["convox"], *, host: str = ..., port: int = ..., settings: ConvoxSettings | None = ...
) -> ConvoxHandle: ...
def start(
    service: ServiceName = "kneo", *, host: str = "127.0.0.1", port: int = 0, settings: Any = None
) -> KneoHandle | KnoxCallHandle | ConvoxHandle:
    """Start an emulated service on a socket, in a background thread.

    service: "kneo", "knoxcall" or "convox". host: the address to listen on. port: 0 picks a free one. settings: the
    service's own (`KneoSettings`, `KnoxCallSettings`, `ConvoxSettings`); None for the defaults. Raises ValueError for
    an unknown service, TypeError for settings of another, OSError if the address is taken, RuntimeError if the server
    does not come up within ten seconds.
    """
    _check(service, settings)
    if service == "kneo":
        return KneoHandle(settings, host=host, port=port)
    if service == "convox":
        from .convox.handle import ConvoxHandle

        return ConvoxHandle(settings, host=host, port=port)
    # Imported here: it loads cryptography, which the other service does without.
    from .knoxcall.handle import KnoxCallHandle

    return KnoxCallHandle(settings, host=host, port=port)


@overload
def in_process(service: Literal["kneo"] = ..., *, settings: KneoSettings | None = ...) -> EmulatorApp: ...
@overload
def in_process(service: Literal["knoxcall"], *, settings: KnoxCallSettings | None = ...) -> EmulatorApp: ...
@overload
def in_process(service: Literal["convox"], *, settings: ConvoxSettings | None = ...) -> EmulatorApp: ...
def in_process(service: ServiceName = "kneo", *, settings: Any = None) -> EmulatorApp:
    """The same service as an ASGI application, for `httpx.ASGITransport(app=...)`."""
    _check(service, settings)
    if service == "kneo":
        return EmulatorApp(KneoService(settings))
    from .upstream import EchoUpstream

    if service == "convox":
        from .convox.proxies import Passing
        from .convox.service import ConvoxService

        rack = ConvoxService(settings)
        return EmulatorApp(rack, Passing(rack, EchoUpstream()), router=rack.router)
    from .knoxcall.beside import DataPlane
    from .knoxcall.service import KnoxCallService

    service_itself = KnoxCallService(settings)
    return EmulatorApp(service_itself, DataPlane(service_itself, EchoUpstream()))


def _check(service: str, settings: object) -> None:
    if service not in SERVICES:
        raise ValueError(f"there is no emulator called {service!r}; there are: {', '.join(SERVICES)}")
    kind = {"kneo": KneoSettings, "knoxcall": KnoxCallSettings, "convox": ConvoxSettings}[service]
    if settings is not None and not isinstance(settings, kind):
        raise TypeError(f"settings of {service} are a {kind.__name__}, got {type(settings).__name__}")
