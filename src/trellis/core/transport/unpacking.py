"""Decompressing answers: how much one may unpack to, and whether it is all there.

httpx does neither: some kilobytes can be made to fill all memory there is, and a gzip stream that breaks off in the
middle, or goes on with a second member, passes for a shorter answer if only its framing is whole.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

__all__ = ["MOST_RATIO", "MOST_UNPACKED", "BoundedResponse", "UnpackedResponse", "Unpacker"]

MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes that every compressed answer may unpack to. Beyond that, `MOST_RATIO` decides."""
MOST_RATIO = 200
"""How many bytes may come out of one that went in. JSON reaches 50 where it repeats itself a lot; nothing but
repetition reaches 1,000."""

_PIECE = 1024 * 1024
"""The most that is unpacked at a time."""
_GZIP_MAGIC = b"\x1f\x8b"
_UNBOUNDED = ("br", "zstd")
"""Codings that httpx knows how to undo if it finds the library, and whose output nothing bounds."""
_SIGNATURE = 2
"""Bytes that tell a member of gzip from what is none, and zlib's wrapping of a deflate stream from a bare one."""


class Unpacker:
    """Takes one body apart, piece by piece. `httpx.DecodingError` for what is not what it says, or not all there.

    encoding: "gzip" (RFC 1952: any number of members; what follows them and is none is passed over, as browsers do) or
    "deflate" (RFC 9110, section 8.4.1.2: zlib's format; a bare deflate stream is taken, too). chunk_size: of the pieces
    that come out; None leaves it open. bounded: refuse what unpacks to more than an honest answer does.
    """

    def __init__(self, encoding: str, chunk_size: int | None = None, *, bounded: bool = False) -> None:
        self._gzip = encoding == "gzip"
        self._chunk_size = chunk_size
        self._bounded = bounded
        self._stream: zlib._Decompress | None = None
        self._waiting = b""  # too few bytes to tell what they begin
        self._members = 0
        self._ended = False
        self._taken = 0
        self._given = 0
        self._rest = b""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What comes of the next bytes of the body."""
        self._taken += len(data)
        data = self._waiting + data
        self._waiting = b""
        while data and not self._ended:
            if self._stream is None:
                if len(data) < _SIGNATURE:
                    self._waiting = data
                    return
                self._stream = self._begin(data)
                continue
            try:
                unpacked = self._stream.decompress(data, _PIECE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from None
            self._given += len(unpacked)
            self._check()
            yield from self._regrouped(unpacked)
            data = self._stream.unconsumed_tail
            if self._stream.eof:
                data = self._stream.unused_data
                self._members += 1
                self._stream = None

    def end(self) -> Iterator[bytes]:
        """What is left once the body has come to its end."""
        if self._stream is not None:  # what zlib holds back comes out last
            for unpacked in iter(self._held_back, b""):
                self._given += len(unpacked)
                self._check()
                yield from self._regrouped(unpacked)
        if self._stream is not None or (self._waiting and not self._members):
            raise httpx.DecodingError(f"the compressed body breaks off after {self._taken} bytes")
        if self._rest:
            yield self._rest

    def _held_back(self) -> bytes:
        stream = self._stream
        if stream is None:
            return b""
        try:
            unpacked = stream.decompress(b"", _PIECE)
        except zlib.error as error:
            raise httpx.DecodingError(str(error)) from None
        if stream.eof:
            self._stream = None
        return unpacked

    def _begin(self, data: bytes) -> zlib._Decompress | None:
        if self._gzip:
            if self._members and not data.startswith(_GZIP_MAGIC):
                self._ended = True
                return None
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        if self._members:
            self._ended = True
            return None
        # RFC 1950: the method is 8, and the first two bytes as a number are a multiple of 31.
        wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)

    def _check(self) -> None:
        if self._bounded:
            check_ratio(self._taken, self._given)

    def _regrouped(self, data: bytes) -> Iterator[bytes]:
        size = self._chunk_size
        if size is None:
            if data:
                yield data
            return
        data = self._rest + data
        whole = len(data) - len(data) % size
        for start in range(0, whole, size):
            yield data[start : start + size]
        self._rest = data[whole:]


def check_ratio(taken: int, given: int) -> None:
    """`httpx.DecodingError` if so many bytes do not come of so few by themselves."""
    if given > MOST_UNPACKED and given > MOST_RATIO * taken:
        raise httpx.DecodingError(f"{taken} bytes unpack to {given} and more, which no honest answer does")


class UnpackedResponse(httpx.Response):
    """A compressed answer. gzip and deflate, which are all that our requests accept, are unpacked here; what else a
    caller's own headers may have asked for is left to httpx. A caller who reads a stream sees its size and decides
    alone how much is too much."""

    bounded = False

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """As httpx has it; `httpx.DecodingError` for a body that breaks off, too."""
        unpacker = self._unpacker(chunk_size)
        if unpacker is None:
            given = 0
            for chunk in super().iter_bytes(chunk_size):
                given += len(chunk)
                self._check(given)
                yield chunk
            return
        for packed in self.iter_raw():
            yield from unpacker.pieces(packed)
        yield from unpacker.end()

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """As httpx has it; `httpx.DecodingError` for a body that breaks off, too."""
        unpacker = self._unpacker(chunk_size)
        if unpacker is None:
            given = 0
            async for chunk in super().aiter_bytes(chunk_size):
                given += len(chunk)
                self._check(given)
                yield chunk
            return
        async for packed in self.aiter_raw():
            for piece in unpacker.pieces(packed):
                yield piece
        for piece in unpacker.end():
            yield piece

    def _unpacker(self, chunk_size: int | None) -> Unpacker | None:
        try:
            self.content  # noqa: B018 - the one public way to ask whether it was read: then it is unpacked already
        except httpx.ResponseNotRead:
            named = [name.strip().lower() for name in self.headers["content-encoding"].split(",")]
            codings = [name.removeprefix("x-") for name in named if name not in ("", "identity")]
            if len(codings) > 1:
                # What comes out of the first may be a thousand times as long, and goes into the second in one piece.
                raise httpx.DecodingError("it is compressed more than once") from None
            if codings in (["gzip"], ["deflate"]):  # x-gzip is the same (RFC 9110, section 8.4.1.3)
                return Unpacker(codings[0], chunk_size, bounded=self.bounded)
            if self.bounded and codings and not self._asked_for(codings[0]):
                raise httpx.DecodingError(f"it is compressed with {codings[0]}, which was not asked for") from None
        return None

    def _asked_for(self, coding: str) -> bool:
        """Whether the request accepts a coding. Others than gzip and deflate unpack in one go, to no end, where the
        libraries for them are installed; names that are no coding's at all do no harm."""
        return coding not in _UNBOUNDED or coding in self.request.headers.get("accept-encoding", "").lower()

    def _check(self, given: int) -> None:
        if self.bounded:
            check_ratio(self.num_bytes_downloaded, given)


class BoundedResponse(UnpackedResponse):
    """One that is read whole for its caller, who could not stop it from filling the memory."""

    bounded = True
