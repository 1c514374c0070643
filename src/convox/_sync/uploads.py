# Mirrored from src/convox/_async/uploads.py by scripts/mirror_sync.py; do not edit.
"""Source archives on their way out: looked at before they are sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from trellis.core.encode import checked_chunk
from trellis.core.sio import blocking

from .._archive import MAGIC_LENGTH, check_gzip, checked_source, is_asynchronous

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["archive_key", "checked_archive"]


def archive_key() -> str:
    """The key of an object that nothing else has: uploads for one app at the same time must not meet."""
    return f"source-{os.urandom(16).hex()}.tgz"


def checked_archive(data: Any) -> Any:
    """What to send so that `data` arrives, once its first bytes were seen to be those of a gzip archive.

    ValueError if they are not, TypeError for what is neither bytes nor a binary file nor an iterable of bytes.
    """
    if not is_asynchronous(data):
        return blocking(lambda: checked_source(data))
    chunks, start = iter(data), b""
    for chunk in chunks:
        start += checked_chunk(chunk)
        if len(start) >= MAGIC_LENGTH:
            break
    check_gzip(start)
    return _resumed(start, chunks)


def _resumed(start: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield start
    for chunk in rest:
        yield chunk
