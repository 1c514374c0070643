"""From the messages of a log to its lines. Pure: it is told when nothing comes, and waits for nothing itself.

Messages are not lines: a line may be spread over several, a character too. An empty binary message is the end. What
goes wrong is said in a message that starts with "ERROR: ", as a line of the log might: what comes next tells which.
"""

from __future__ import annotations

import codecs

__all__ = ["LineJoiner", "LogText", "error_words", "may_be_error"]

_ERROR = b"ERROR: "
_LONGEST = 1 << 20


class LineJoiner:
    """Joins pieces of UTF-8 to lines, which end with LF or CRLF. A line beyond 1 Mi characters comes in pieces, so that
    a server which never ends one does not fill the memory. Bytes that are no UTF-8 become U+FFFD."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._parts: list[str] = []
        self._length = 0
        self._midway = False

    @property
    def between_lines(self) -> bool:
        """Whether the next piece starts a line."""
        return not self._midway

    def feed(self, piece: bytes) -> list[str]:
        """The lines that this piece completes."""
        self._midway = self._midway if not piece else piece[-1:] != b"\n"
        *complete, rest = self._decoder.decode(piece).split("\n")
        lines = []
        for text in complete:
            lines.append(self._with(text).removesuffix("\r"))
            self._parts, self._length = [], 0
        if rest:
            self._parts.append(rest)
            self._length += len(rest)
            if self._length >= _LONGEST:
                lines.append(self._with(""))
                self._parts, self._length = [], 0
        return lines

    def end(self) -> list[str]:
        """What is left of a line that nothing ended."""
        last = self._with(self._decoder.decode(b"", final=True)).removesuffix("\r")
        self._parts, self._length, self._midway = [], 0, False
        return [last] if last else []

    def _with(self, text: str) -> str:
        return "".join((*self._parts, text)) if self._parts else text


class LogText:
    """The text of one log.

    ended: the server said so. refused: its words, if what it said last was an error. undecided: the last message may be
    an error, so that only the next one, the end, or silence can tell.
    raw: a log that may well end with a line that starts with "ERROR: ", as that of a failed build does; then only a log
    that consists of nothing else is an error.
    """

    def __init__(self, *, raw: bool = False) -> None:
        self._joiner = LineJoiner()
        self._raw = raw
        self._held: bytes | None = None
        self._any = False
        self.ended: bool = False
        self.refused: str | None = None

    @property
    def undecided(self) -> bool:
        """See the class."""
        return self._held is not None

    def message(self, data: bytes, *, text: bool) -> list[str]:
        """The lines that are complete with this message."""
        if not data:
            if not text:
                return self.end()
            return []
        lines = self._release()
        if self._joiner.between_lines and may_be_error(data) and not (self._raw and self._any):
            self._held = data
            return lines
        self._any = True
        return lines + self._joiner.feed(data)

    def end(self) -> list[str]:
        """Nothing more will come: the rest of the last line, unless it is an error."""
        self.ended = True
        if self._held is not None:
            self._refuse(self._held)
        return self._joiner.end()

    def broken_off(self) -> list[str]:
        """The connection is lost: what came before it, an undecided message included."""
        self.ended = True
        return self._release() + self._joiner.end()

    def quiet(self) -> list[str]:
        """Nothing came after an undecided message: first of all, it is an error whose author left the connection open;
        after other text it is a line."""
        if self._held is not None and not self._any:
            return self.end()
        return self._release()

    def _release(self) -> list[str]:
        if self._held is None:
            return []
        held, self._held = self._held, None
        self._any = True
        return self._joiner.feed(held)

    def _refuse(self, held: bytes) -> None:
        self.refused = error_words(held)
        self._held = None


def may_be_error(data: bytes) -> bool:
    """Whether a message can be the server's word that something went wrong: one line that says so."""
    return data.startswith(_ERROR) and b"\n" not in data.rstrip(b"\r\n")


def error_words(data: bytes) -> str:
    """The server's words in a message that is an error."""
    return data[len(_ERROR) :].decode("utf-8", "replace").strip() or "the server names no reason"
