"""What the releases of the platform call the same failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.emulator import KneoHandle

__all__ = ["code"]

SINCE_0_6 = {"KeyError": "not_found", "ValueError": "invalid_request", "FileNotFoundError": "invalid_request"}


def code(server: KneoHandle, first: str) -> str:
    """The code that a failure has in the release of `server`; before 0.6.0 it is the name of an exception, `first`."""
    return SINCE_0_6[first] if server.settings.since("0.6.0") else first
