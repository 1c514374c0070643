"""What came of a command that ran to its end."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ExecResult"]


class ExecResult(NamedTuple):
    """output: all it said, errors included. exit_code: None where the rack named none, as for some consoles."""

    output: bytes
    exit_code: int | None

    @property
    def text(self) -> str:
        """The output as text; bytes that are no UTF-8 become U+FFFD."""
        return self.output.decode("utf-8", "replace")
