"""What the command writes: aligned lines to one stream, coloured on a terminal unless the environment says otherwise;
or the same taken down, to be written as JSON."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

_STYLES = {"bold": "1", "dim": "2", "good": "32", "bad": "31", "name": "36"}


class Output:
    """Writes lines to a stream, standard output unless told otherwise.

    colour: None decides by the environment and the stream: NO_COLOR says no, else FORCE_COLOR yes, else a terminal does
    whose TERM is not "dumb".
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


class Steps(Output):
    """Takes down what would be written: a list of steps, each below the heading of its part."""

    def __init__(self) -> None:
        super().__init__(colour=False)
        self.taken: list[dict[str, Any]] = []
        self._part = ""

    def line(self, text: str = "") -> None:
        """Take down a line that says something."""
        if text:
            self.taken.append({"part": self._part, "text": text})

    def title(self, text: str) -> None:
        """Begin a part."""
        self._part = text

    def step(self, label: str, text: str, style: str = "name") -> None:
        """Take down a labelled line."""
        self.taken.append({"part": self._part, "step": label, "text": text})

    def table(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Take down rows."""
        self.taken.append({"part": self._part, "rows": [list(row) for row in rows]})


def is_capable(stream: TextIO) -> bool:
    """Whether a stream is a terminal that knows more than to write on."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _wants_colour(stream: TextIO) -> bool:
    # https://no-color.org and https://force-color.org: present and not empty, whatever the value.
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_capable(stream)
