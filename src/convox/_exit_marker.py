"""The mark that ends a command's output and names its exit code, found wherever messages are cut. Pure."""

from __future__ import annotations

import re

from ._log_text import error_words, may_be_error

__all__ = ["CommandOutput", "ExitMarkFinder"]

MARK = b"F1E49A85-0AD7-4AEF-A618-C249C6E6568D:"
_WHOLE = re.compile(MARK + rb"(-?[0-9]{1,10})\r?\n")
_BEGUN = re.compile(rb"-?[0-9]{0,10}\r?")
_AT_THE_END = re.compile(MARK + rb"(-?[0-9]{1,10})\r?")


class ExitMarkFinder:
    """Passes output on and keeps back what may be the mark. `code` is set once it was found."""

    def __init__(self) -> None:
        self._kept = b""
        self.code: int | None = None

    def feed(self, piece: bytes) -> bytes:
        """The output up to here; nothing after the mark."""
        if self.code is not None:
            return b""
        data = self._kept + piece
        start = 0
        while (at := data.find(MARK, start)) >= 0:
            whole = _WHOLE.match(data, at)
            if whole is not None:
                self.code = int(whole[1])
                self._kept = b""
                return data[:at]
            if _BEGUN.fullmatch(data, at + len(MARK)):
                self._kept = data[at:]
                return data[:at]
            start = at + 1  # the command's own words, though they look like the mark
        keep = _begun_length(data)
        self._kept = data[len(data) - keep :]
        return data[: len(data) - keep]

    def end(self) -> bytes:
        """Nothing more comes: what was kept back, unless it is the mark without its line's end."""
        kept, self._kept = self._kept, b""
        whole = _AT_THE_END.fullmatch(kept)
        if whole is None or self.code is not None:
            return kept
        self.code = int(whole[1])
        return b""


def _begun_length(data: bytes) -> int:
    """How much of the end of `data` is a beginning of the mark."""
    return next((size for size in range(min(len(MARK), len(data)), 0, -1) if data.endswith(MARK[:size])), 0)


class CommandOutput:
    """What a command says over one session.

    ended: nothing more comes. code: its exit code. refused: the server's words, if it could not run it: a message that
    starts with "ERROR: ", and after it the end without an exit code.
    """

    def __init__(self) -> None:
        self._finder = ExitMarkFinder()
        self._held: bytes | None = None
        self.ended = False
        self.refused: str | None = None

    @property
    def code(self) -> int | None:
        """See the class."""
        return self._finder.code

    @property
    def undecided(self) -> bool:
        """Whether the last message may be an error of the server's."""
        return self._held is not None

    def message(self, data: bytes, *, text: bool) -> bytes:
        """The output of this message."""
        if not data:
            return b"" if text else self.end()
        output = self.quiet()
        if text and may_be_error(data):
            self._held = data
            return output
        output += self._finder.feed(data)
        self.ended = self._finder.code is not None
        return output

    def quiet(self) -> bytes:
        """Nothing came after an undecided message, or something did: either way it was output."""
        held, self._held = self._held, None
        return b"" if held is None else self._finder.feed(held)

    def end(self) -> bytes:
        """Nothing more comes."""
        self.ended = True
        if self._held is not None:
            self.refused = error_words(self._held)
            self._held = None
        return self._finder.end()

    def broken_off(self) -> bytes:
        """The connection is lost: what came before it, an undecided message included."""
        self.ended = True
        return self.quiet() + self._finder.end()
