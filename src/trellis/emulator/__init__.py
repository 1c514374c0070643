"""Local stand-ins for the services the clients talk to, served on loopback sockets or in process.

Needs the extra `emulator`: `pip install "trellis-clients[emulator]"`.

    from trellis.emulator import start

    with start("kneo") as kneo:
        print(kneo.url, kneo.settings.keys[0].key)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    from . import faults
    from .clock import Clock
    from .convox.settings import ConvoxSettings, DeployKey
    from .exchange import Answer, Headers, Recorded, RequestLog
    from .faults import Fault, FaultScript
    from .handle import EmulatorHandle
    from .kneo.handle import KneoHandle
    from .kneo.settings import ApiKey, KneoSettings, Limits
    from .kneo.time_travel import KneoTime
    from .knoxcall.settings import ApiKeySeed, KnoxCallSettings, OAuthClientSeed
    from .launch import in_process, start
    from .schema_check import Violation, Violations
    from .time_travel import TimeTravel
except ModuleNotFoundError as missing:
    if missing.name is None or missing.name.partition(".")[0] == "trellis":
        raise
    raise ModuleNotFoundError(
        f"trellis.emulator and trellis.testing need the library `{missing.name}`: "
        'pip install "trellis-clients[emulator]"',
        name=missing.name,
    ) from None

if TYPE_CHECKING:
    from .convox.handle import ConvoxHandle
    from .convox.time_travel import ConvoxTime
    from .knoxcall.deliveries import deliver_to, signed_delivery
    from .knoxcall.handle import KnoxCallHandle
    from .knoxcall.time_travel import KnoxCallTime

__all__ = [
    "Answer",
    "ApiKey",
    "ApiKeySeed",
    "Clock",
    "ConvoxHandle",
    "ConvoxSettings",
    "ConvoxTime",
    "DeployKey",
    "EmulatorHandle",
    "Fault",
    "FaultScript",
    "Headers",
    "KneoHandle",
    "KneoSettings",
    "KneoTime",
    "KnoxCallHandle",
    "KnoxCallSettings",
    "KnoxCallTime",
    "Limits",
    "OAuthClientSeed",
    "Recorded",
    "RequestLog",
    "TimeTravel",
    "Violation",
    "Violations",
    "faults",
    "deliver_to",
    "in_process",
    "signed_delivery",
    "start",
]


if not TYPE_CHECKING:
    _LAZY = {
        "ConvoxHandle": "convox.handle",
        "ConvoxTime": "convox.time_travel",
        "KnoxCallHandle": "knoxcall.handle",
        "KnoxCallTime": "knoxcall.time_travel",
        "deliver_to": "knoxcall.deliveries",
        "signed_delivery": "knoxcall.deliveries",
    }

    def __getattr__(name: str) -> object:
        """Load what needs cryptography, or is seldom needed, on first use only."""
        if name not in _LAZY:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        return getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)
