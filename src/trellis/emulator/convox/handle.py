"""The handle of a running Convox emulator, with the types of its state and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.emulator.handle import EmulatorHandle
from trellis.emulator.upstream import EchoUpstream

from .proxies import Passing
from .service import ConvoxService

if TYPE_CHECKING:
    from .settings import ConvoxSettings
    from .state import ConvoxState


class ConvoxHandle(EmulatorHandle):
    """An emulated Convox rack, or a console, on a socket.

    state: its racks with their apps, and the switches that change how it behaves (`nulls`, `require_session`,
    `rack.fail_next_build` ...). settings: password or deploy keys, names and time. upstream: the server that proxied
    requests reach unless they name one of this machine.
    """

    def __init__(self, settings: ConvoxSettings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._convox = ConvoxService(settings)
        self.upstream = EchoUpstream()
        super().__init__(
            self._convox,
            beside=Passing(self._convox, self.upstream),
            router=self._convox.router,
            host=host,
            port=port,
        )

    def reset(self) -> None:
        """Fresh state, no faults, empty logs, an upstream without a script."""
        super().reset()
        self.upstream.reset()

    def close(self) -> None:
        """Stop serving, the upstream included. Closing twice does nothing."""
        super().close()
        self.upstream.close()

    @property
    def state(self) -> ConvoxState:
        """What the emulator remembers."""
        return self._convox.state

    @property
    def settings(self) -> ConvoxSettings:
        """Password or deploy keys, names and time."""
        return self._convox.settings
