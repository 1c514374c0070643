"""Source archives on their way out: looked at before they are sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from trellis.core.aio import blocking
from trellis.core.encode import checked_chunk

from .._archive import MAGIC_LENGTH, check_gzip, checked_source, is_asynchronous

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["archive_key", "checked_archive"]


def archive_key() -> str:
    """The key of an object that nothing else has: uploads for one app at the same time must not meet."""
    return f"source-{os.urandom(16).hex()}.tgz"


async def checked_archive(data: Any) -> Any:
    """What to send so that `data` arrives, once its first bytes were seen to be those of a gzip archive.

    ValueError if they are not, TypeError for what is neither bytes nor a binary file nor an iterable of bytes.
    """
    if not is_asynchronous(data):
        return await blocking(lambda: checked_source(data))
    chunks, start = aiter(data), b""
    async for chunk in chunks:
        start += checked_chunk(chunk)
        if len(start) >= MAGIC_LENGTH:
            break
    check_gzip(start)
    return _resumed(start, chunks)


async def _resumed(start: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield start
    async for chunk in rest:
        yield chunk
