"""How what is typed goes over a WebSocket: text in text messages, since that is what racks speak, the rest as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LONGEST", "input_bytes", "input_pieces"]

LONGEST = 65536


def input_bytes(data: bytes | bytearray | memoryview | str) -> bytes:
    """TypeError for what is neither."""
    if isinstance(data, str):
        return data.encode("utf-8")
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    raise TypeError(f"what is written must be bytes or a str, got {type(data).__name__}")


def input_pieces(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """Pieces of at most 64 KiB, and whether each is text. No character of UTF-8 is cut in two; a piece of text must be
    UTF-8 (RFC 6455, section 5.6), so that others go as bytes. An empty piece would mean the end: there is none."""
    start = 0
    while start < len(data):
        end = start + LONGEST
        if end < len(data):
            for _ in range(3):
                if data[end] & 0xC0 != 0x80:
                    break
                end -= 1
        piece = data[start:end]
        start = end
        try:
            piece.decode("utf-8")
        except UnicodeDecodeError:
            yield piece, False
        else:
            yield piece, True
