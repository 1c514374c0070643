"""How much a compressed answer may unpack to: some kilobytes of it can be made to fill all memory there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

__all__ = ["MOST_RATIO", "MOST_UNPACKED", "BoundedResponse"]

MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes that every compressed answer may unpack to. Beyond that, `MOST_RATIO` decides."""
MOST_RATIO = 200
"""How many bytes may come out of one that went in. JSON reaches 50 where it repeats itself a lot; nothing but
repetition reaches 1,000."""


class BoundedResponse(httpx.Response):
    """A compressed answer that is read whole for its caller. httpx decompresses it; here it is counted.

    It is looked at after each piece that arrives (64 KB of httpcore's), so that at most one of these is too much. A
    caller who reads a stream sees its size and decides alone.
    """

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """As httpx has it; `httpx.DecodingError` once it is too much."""
        size = 0
        for chunk in super().iter_bytes(chunk_size):
            size += len(chunk)
            self._check(size)
            yield chunk

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """As httpx has it; `httpx.DecodingError` once it is too much."""
        size = 0
        async for chunk in super().aiter_bytes(chunk_size):
            size += len(chunk)
            self._check(size)
            yield chunk

    def _check(self, size: int) -> None:
        if size > MOST_UNPACKED and size > MOST_RATIO * self.num_bytes_downloaded:
            raise httpx.DecodingError(
                f"{self.num_bytes_downloaded} bytes unpack to {size} and more, which no honest answer does"
            )
