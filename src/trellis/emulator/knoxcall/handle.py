"""The handle of a running KnoxCall emulator, with the types of its state and settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from trellis.emulator.handle import UpstreamHandle

from .beside import DataPlane
from .service import KnoxCallService
from .time_travel import KnoxCallTime

if TYPE_CHECKING:
    from .settings import KnoxCallSettings
    from .state import KnoxCallState


class KnoxCallHandle(UpstreamHandle):
    """An emulated KnoxCall gateway on a socket.

    state: its records and tokens, and the switches that change how it behaves (`require_nonce`, `rate_limit`,
    `revoke_tokens` ...). time: its time, to travel in. settings: its tenant, clients and keys. upstream: the server
    that routes lead to unless they name another one of this machine.
    """

    def __init__(self, settings: KnoxCallSettings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._knoxcall = KnoxCallService(settings)
        self.time = KnoxCallTime(self._knoxcall)
        super().__init__(self._knoxcall, partial(DataPlane, self._knoxcall), host=host, port=port)

    @property
    def state(self) -> KnoxCallState:
        """What the gateway remembers."""
        return self._knoxcall.state

    @property
    def settings(self) -> KnoxCallSettings:
        """Tenant, clients, keys and time."""
        return self._knoxcall.settings
