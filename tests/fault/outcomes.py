"""How a call of the fault tables ended, and what is to be said of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.wire.kneo.both_clients import causes_of

if TYPE_CHECKING:
    from tests.fault.subjects import CallShape

__all__ = ["LET_THROUGH", "SLACK", "Outcome"]

SLACK = 6.0
"""Seconds that a busy machine may take beyond what the table states."""
OURS = ("kneo_client", "knoxcall", "convox", "trellis", "builtins")
LET_THROUGH = 1_000_000
"""Bytes that any compressed answer may unpack to here: with the 32 MB of real clients the tables would take minutes."""


class Outcome:
    """How a call ended, and how long it took."""

    def __init__(self, either: Any, shape: CallShape, client: Any) -> None:
        started = time.monotonic()
        self.result: Any = None
        self.error: BaseException | None = None
        try:
            self.result = either.do(shape.run(client))
        except Exception as error:
            self.error = error
        self.seconds = time.monotonic() - started

    def assert_typed(self, kind: type[Exception]) -> None:
        """It ended in exactly this class, with nothing of another library behind it, in words that say something."""
        assert type(self.error) is kind, f"expected {kind.__name__}, got {self.error!r} and {self.result!r}"
        foreign = [error for error in causes_of(self.error) if type(error).__module__.split(".")[0] not in OURS]
        assert not foreign, f"{self.error!r} carries {foreign!r}"
