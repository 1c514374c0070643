"""Local stand-ins for the services the clients talk to, served on loopback sockets or in process.

Needs the extra `emulator`: `pip install "trellis-clients[emulator]"`.

    from trellis.emulator import start

    with start("kneo") as kneo:
        print(kneo.url, kneo.settings.keys[0].key)
"""

from __future__ import annotations

from . import faults
from .clock import Clock
from .exchange import Answer, Headers, Recorded, RequestLog
from .faults import Fault, FaultScript
from .handle import EmulatorHandle
from .kneo.handle import KneoHandle
from .kneo.settings import ApiKey, KneoSettings, Limits
from .launch import in_process, start
from .schema_check import Violation, Violations

__all__ = [
    "Answer",
    "ApiKey",
    "Clock",
    "EmulatorHandle",
    "Fault",
    "FaultScript",
    "Headers",
    "KneoHandle",
    "KneoSettings",
    "Limits",
    "Recorded",
    "RequestLog",
    "Violation",
    "Violations",
    "faults",
    "in_process",
    "start",
]
