"""The handle of a running KnoxCall emulator, with the types of its state and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.emulator.handle import EmulatorHandle
from trellis.emulator.upstream import EchoUpstream

from .beside import DataPlane
from .service import KnoxCallService

if TYPE_CHECKING:
    from .settings import KnoxCallSettings
    from .state import KnoxCallState


class KnoxCallHandle(EmulatorHandle):
    """An emulated KnoxCall gateway on a socket.

    state: its records and tokens, and the switches that change how it behaves (`require_nonce`, `rate_limit`,
    `revoke_tokens` ...). settings: its tenant, clients and keys. upstream: the server that routes lead to unless they
    name another one of this machine.
    """

    def __init__(self, settings: KnoxCallSettings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._knoxcall = KnoxCallService(settings)
        self.upstream = EchoUpstream()
        super().__init__(self._knoxcall, beside=DataPlane(self._knoxcall, self.upstream), host=host, port=port)

    def reset(self) -> None:
        """Fresh state, no faults, empty logs, an upstream without a script."""
        super().reset()
        self.upstream.reset()

    def close(self) -> None:
        """Stop serving, the upstream included. Closing twice does nothing."""
        super().close()
        self.upstream.close()

    @property
    def state(self) -> KnoxCallState:
        """What the gateway remembers."""
        return self._knoxcall.state

    @property
    def settings(self) -> KnoxCallSettings:
        """Tenant, clients, keys and time."""
        return self._knoxcall.settings
