"""Bodies that are read while they are sent: their bytes, their length, and whether they can be had again."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import pytest

from trellis.core import aio, sio
from trellis.core.upload import PIECE, Upload, source_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

LONG = b"x" * (PIECE + 5)


class Unseekable(io.BytesIO):
    """A pipe, or the like."""

    def seekable(self) -> bool:
        return False


class Bare:
    """A file-like object with nothing but `read`."""

    def __init__(self, content: bytes) -> None:
        self._file = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


def behind(content: bytes, start: int) -> io.BytesIO:
    """A file that somebody has begun to read."""
    file = io.BytesIO(content)
    file.seek(start)
    return file


@pytest.fixture(params=["sync", "async"])
def bytes_of(request: pytest.FixtureRequest) -> Callable[[Upload], bytes]:
    """What a driver of either kind would send."""

    async def collected(chunks: Any) -> list[bytes]:
        return [chunk async for chunk in chunks]

    def of(upload: Upload) -> bytes:
        return b"".join(asyncio.run(collected(upload.chunks)) if request.param == "async" else upload.chunks)

    of.kind = request.param  # type: ignore[attr-defined]
    return of


def made(bytes_of: Any, body: Any, progress: Any = None) -> Any:
    verbs = aio if bytes_of.kind == "async" else sio
    return verbs.upload(body, verbs.reporting(progress, "upload", "bytes", pairs=True))


@pytest.mark.parametrize("body", [b"ab", bytearray(b"ab"), memoryview(b"ab"), b""])
def test_bytes_stay_bytes(bytes_of: Any, body: Any) -> None:
    assert made(bytes_of, body) == bytes(body)
    assert type(made(bytes_of, body)) is bytes


@pytest.mark.parametrize(
    ("make", "content", "length", "again"),
    [
        (lambda: io.BytesIO(LONG), LONG, len(LONG), True),
        (lambda: io.BytesIO(b""), b"", 0, True),
        (lambda: behind(b"skipped" + LONG, 7), LONG, len(LONG), True),
        (lambda: behind(b"ab", 9), b"", 0, True),
        (lambda: Unseekable(LONG), LONG, None, False),
        (lambda: Bare(LONG), LONG, None, False),
        (lambda: [b"a", bytearray(b"b"), memoryview(b"c")], b"abc", None, True),
        (lambda: (b"a", b"b"), b"ab", None, True),
        (lambda: iter([b"a", b"b"]), b"ab", None, False),
        (lambda: (piece for piece in (b"a", b"b")), b"ab", None, False),
        (list, b"", None, True),
    ],
)
def test_sources(bytes_of: Any, make: Callable[[], Any], content: bytes, length: int | None, again: bool) -> None:
    upload = made(bytes_of, make())

    assert (upload.length, upload.rereadable) == (length, again)
    assert bytes_of(upload) == content
    if again:
        assert bytes_of(upload) == content


def test_a_file_is_not_read_before_it_is_sent(bytes_of: Any) -> None:
    file = behind(b"skipped" + LONG, 7)

    made(bytes_of, file)

    assert file.tell() == 7


@pytest.mark.parametrize("body", [io.StringIO("x"), "text", {"a": 1}, 3, None, object()])
def test_what_is_no_body_is_refused(bytes_of: Any, body: Any) -> None:
    with pytest.raises(TypeError, match="body"):
        made(bytes_of, body)


class TextReader:
    """Gives text although it does not look like it."""

    def read(self, size: int) -> str:
        return ""


@pytest.mark.parametrize("body", [[b"a", "b"], [3], TextReader()])
def test_a_piece_that_is_no_bytes_is_refused_when_it_comes(bytes_of: Any, body: Any) -> None:
    with pytest.raises(TypeError, match="must give bytes"):
        bytes_of(made(bytes_of, body))


def test_progress_counts_what_was_sent_and_begins_anew(bytes_of: Any) -> None:
    told: list[tuple[int, int | None]] = []
    upload = made(bytes_of, LONG, lambda sent, total: told.append((sent, total)))

    assert bytes_of(upload) == bytes_of(upload) == LONG
    assert told == [(PIECE, len(LONG)), (len(LONG), len(LONG))] * 2


def test_progress_of_an_iterator_knows_no_total(bytes_of: Any) -> None:
    told: list[tuple[int, int | None]] = []

    bytes_of(made(bytes_of, iter([b"ab", b"c"]), lambda sent, total: told.append((sent, total))))

    assert told == [(2, None), (3, None)]


class AsyncPieces:
    """An asynchronous iterable that begins anew each time."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"


def test_asynchronous_iterables_are_for_asynchronous_drivers(bytes_of: Any) -> None:
    if bytes_of.kind == "sync":
        with pytest.raises(TypeError, match="asynchronous"):
            made(bytes_of, AsyncPieces())
        return
    upload = made(bytes_of, AsyncPieces())
    assert (upload.length, upload.rereadable) == (None, True)
    assert bytes_of(upload) == bytes_of(upload) == b"ab"
    assert made(bytes_of, AsyncPieces().__aiter__()).rereadable is False


def test_a_source_is_cut_into_pieces() -> None:
    assert [len(piece) for piece in source_of(LONG).start()] == [PIECE, 5]
    assert [len(piece) for piece in source_of(io.BytesIO(LONG)).start()] == [PIECE, 5]
