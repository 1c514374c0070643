"""The handle of a running Convox emulator, with the types of its state and settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from trellis.emulator.handle import UpstreamHandle

from .proxies import Passing
from .service import ConvoxService
from .time_travel import ConvoxTime

if TYPE_CHECKING:
    from .settings import ConvoxSettings
    from .state import ConvoxState


class ConvoxHandle(UpstreamHandle):
    """An emulated Convox rack, or a console, on a socket.

    state: its racks with their apps, and the switches that change how it behaves (`nulls`, `require_session`,
    `rack.fail_next_build` ...). time: its time, to travel in. settings: password or deploy keys, names and time.
    upstream: the server that proxied requests reach unless they name one of this machine.
    """

    def __init__(self, settings: ConvoxSettings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._convox = ConvoxService(settings)
        self.time = ConvoxTime(self._convox)
        super().__init__(self._convox, partial(Passing, self._convox), router=self._convox.router, host=host, port=port)

    @property
    def state(self) -> ConvoxState:
        """What the emulator remembers."""
        return self._convox.state

    @property
    def settings(self) -> ConvoxSettings:
        """Password or deploy keys, names and time."""
        return self._convox.settings
