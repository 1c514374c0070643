"""Bodies that are read while they are sent: where their bytes come from, and whether they can be had a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .encode import refuse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["PIECE", "Source", "Upload", "source_of"]

PIECE = 65536
"""How many bytes of a file are read at a time."""


class Upload:
    """A request body in a form that a driver can send.

    chunks: an iterable of bytes, or an asynchronous one for asynchronous drivers; each iteration begins anew where that
    is possible. rereadable: it is. length: the number of bytes, None where nobody knows.
    """

    __slots__ = ("chunks", "length", "rereadable")

    def __init__(self, chunks: Any, *, length: int | None = None, rereadable: bool = False) -> None:
        self.chunks = chunks
        self.length = length
        self.rereadable = rereadable


class Source:
    """Where the bytes of a body come from. `start()` begins anew if `rereadable`; what it gives is not yet checked."""

    __slots__ = ("length", "rereadable", "start")

    def __init__(self, start: Callable[[], Iterator[Any]], *, length: int | None = None, rereadable: bool) -> None:
        self.start = start
        self.length = length
        self.rereadable = rereadable


def source_of(body: Any) -> Source:
    """The source of bytes, a binary file or an iterable of bytes.

    A file is sent from where it stands now, and if it is seekable, from there again. An iterator gives its bytes once;
    a list or another iterable as often as it is asked. TypeError for text, and for what is none of these.
    """
    refuse_text(body)
    if isinstance(body, (bytes, bytearray, memoryview)):
        whole = bytes(body)
        return Source(
            lambda: iter([whole[start : start + PIECE] for start in range(0, len(whole), PIECE)]),
            length=len(whole),
            rereadable=True,
        )
    if hasattr(body, "read"):
        return _file(body)
    if isinstance(body, (str, dict)) or not hasattr(body, "__iter__"):
        raise TypeError(f"the body must be bytes, a binary file or an iterable of bytes, got {type(body).__name__}")
    return Source(lambda: iter(body), rereadable=not hasattr(body, "__next__"))


def _file(file: Any) -> Source:
    def pieces() -> Iterator[Any]:
        while True:
            piece = file.read(PIECE)
            if isinstance(piece, (bytes, bytearray, memoryview)) and len(piece) == 0:
                return
            yield piece

    try:
        if not file.seekable():
            raise OSError
        start = file.tell()
        length = file.seek(0, 2) - start
        file.seek(start)
    except (AttributeError, OSError):
        return Source(pieces, rereadable=False)

    def from_start() -> Iterator[Any]:
        file.seek(start)
        yield from pieces()

    return Source(from_start, length=max(0, length), rereadable=True)
