"""The handle of a running Kneo emulator, with the types of its state and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.emulator.handle import EmulatorHandle

from .service import KneoService
from .time_travel import KneoTime

if TYPE_CHECKING:
    from .settings import KneoSettings
    from .state import KneoState


class KneoHandle(EmulatorHandle):
    """An emulated Kneo platform on a socket.

    state: its runs, human tasks, audit events and policies, and the levers to move them (`advance`, `fail_check`,
    `sweep` ...). time: its time, to travel in. settings: its keys, limits and timing.
    """

    def __init__(self, settings: KneoSettings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._kneo = KneoService(settings)
        self.time = KneoTime(self._kneo)
        super().__init__(self._kneo, host=host, port=port)

    @property
    def state(self) -> KneoState:
        """What the platform remembers."""
        return self._kneo.state

    @property
    def settings(self) -> KneoSettings:
        """Keys, limits and timing."""
        return self._kneo.settings
