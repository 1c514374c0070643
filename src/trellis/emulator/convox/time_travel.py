"""Time travel on an emulated rack: builds and releases that are done at once, tokens and sessions that end."""

from __future__ import annotations

from trellis.emulator.time_travel import TimeTravel

from .state import ConvoxState


class ConvoxTime(TimeTravel[ConvoxState]):
    """The time of an emulated rack, or of a console and all its racks."""

    def _settle(self) -> None:
        for rack in self._state.racks.values():
            rack.settle()

    def finish(self) -> None:
        """Move time on until everything under way is over: apps being created, builds, and releases being promoted.

        A build that was started as external waits for whoever makes it, and still does afterwards.
        """
        with self._service.lock:
            self._settle()
            self._advance_to(max((rack.busy_until() for rack in self._state.racks.values()), default=0.0))

    def expire_tokens(self) -> None:
        """Have every JWT made so far end now; who comes with one is answered 401."""
        with self._service.lock:
            for rack in self._state.racks.values():
                rack.tokens.rotate()

    def expire_sessions(self) -> None:
        """Have every session of a console end now; with `state.require_session`, clients are challenged anew."""
        self._state.end_sessions()
