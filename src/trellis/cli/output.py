"""What the command writes: aligned lines to one stream, coloured on a terminal unless NO_COLOR says no."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

_STYLES = {"bold": "1", "dim": "2", "good": "32", "bad": "31", "name": "36"}


class Output:
    """Writes lines to a stream, standard output unless told otherwise.

    colour: None decides by the stream and the environment: a terminal, no NO_COLOR, and TERM is not "dumb".
    """

    def __init__(self, stream: TextIO | None = None, *, colour: bool | None = None) -> None:
        self._stream = stream if stream is not None else sys.stdout
        self.colour = _wants_colour(self._stream) if colour is None else colour

    def line(self, text: str = "") -> None:
        """Write one line. A reader that has gone away ends the command quietly."""
        self._stream.write(text + "\n")
        self._stream.flush()

    def title(self, text: str) -> None:
        """Write a heading, with an empty line before it."""
        self.line()
        self.line(self.styled(text, "bold"))

    def step(self, label: str, text: str, style: str = "name") -> None:
        """Write a labelled line, the label in a column of its own."""
        self.line(f"  {self.styled(f'{label:<11}', style)} {text}")

    def table(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Write rows with their columns aligned."""
        listed = list(rows)
        if not listed:
            return
        widths = [max(len(row[column]) for row in listed) for column in range(len(listed[0]) - 1)]
        for row in listed:
            cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
            self.line("    " + "  ".join([*cells, row[-1]]).rstrip())

    def styled(self, text: str, style: str) -> str:
        """`text` in a style: bold, dim, good, bad or name; unchanged without colour."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour else text


def _wants_colour(stream: TextIO) -> bool:
    # https://no-color.org: present and not empty, whatever the value.
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()
