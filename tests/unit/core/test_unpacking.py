"""Compressed bodies: all that is there comes out whatever the pieces, and what is not all there is an error."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib

import httpx
import pytest

from trellis.core.transport.managed import ManagedResponse, managed
from trellis.core.transport.unpacking import MOST_UNPACKED, BoundedResponse, UnpackedResponse, Unpacker

BODY = random.Random(7).randbytes(9_000) + b" " * 200_000 + b"end"  # noqa: S311
_bare = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
BARE = _bare.compress(BODY) + _bare.flush()
PACKED = {
    "gzip": ("gzip", gzip.compress(BODY)),
    "two members": ("gzip", gzip.compress(BODY[:1000]) + gzip.compress(BODY[1000:])),
    "an empty member first": ("gzip", gzip.compress(b"") + gzip.compress(BODY)),
    "padded gzip": ("gzip", gzip.compress(BODY) + bytes(40)),
    "deflate in zlib's format": ("deflate", zlib.compress(BODY)),
    "bare deflate": ("deflate", BARE),
    "deflate and what follows it": ("deflate", zlib.compress(BODY) + b"rest"),
}
SIZES = (1, 999, 1 << 30)


def unpacked(encoding: str, packed: bytes, size: int, chunk_size: int | None = None) -> list[bytes]:
    """What comes of a body that arrives `size` bytes at a time."""
    unpacker = Unpacker(encoding, chunk_size)
    found = [piece for start in range(0, len(packed), size) for piece in unpacker.pieces(packed[start : start + size])]
    return [*found, *unpacker.end()]


@pytest.mark.parametrize("kind", PACKED)
def test_the_whole_body_comes_out_however_it_arrives(kind: str) -> None:
    encoding, packed = PACKED[kind]
    for size in SIZES:
        assert b"".join(unpacked(encoding, packed, size)) == BODY, size
    pieces = unpacked(encoding, packed, 999, 4096)
    assert b"".join(pieces) == BODY
    assert {len(piece) for piece in pieces[:-1]} == {4096}


@pytest.mark.parametrize("kind", ["gzip", "two members", "deflate in zlib's format", "bare deflate"])
def test_a_body_that_breaks_off_anywhere_is_an_error(kind: str) -> None:
    encoding, packed = PACKED[kind]
    first = len(gzip.compress(BODY[:1000])) if kind == "two members" else 0
    cuts = {1, 2, 9, 10, 11, 500, len(packed) // 2, *range(len(packed) - 9, len(packed))}
    for size in (3, 1 << 30):
        # After a whole member one byte more is no beginning of another: it is passed over, as padding is.
        for cut in sorted(cut for cut in cuts if cut - first not in (0, 1)):
            with pytest.raises(httpx.DecodingError):
                unpacked(encoding, packed[:cut], size)


def test_nothing_at_all_is_an_empty_body() -> None:
    assert unpacked("gzip", b"", 1) == unpacked("deflate", b"", 1) == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_is_not_compressed_at_all_is_an_error(encoding: str) -> None:
    with pytest.raises(httpx.DecodingError):
        unpacked(encoding, b'{"plain": "text"}', 1 << 30)


def test_a_bomb_is_held_to_a_piece_at_a_time() -> None:
    packed = gzip.compress(bytes(MOST_UNPACKED * 2), 1)
    unpacker = Unpacker("gzip", bounded=True)
    tracemalloc.start()
    try:
        with pytest.raises(httpx.DecodingError, match="which no honest answer does"):
            for _ in unpacker.pieces(packed):
                pass
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


class Body(httpx.SyncByteStream):
    def __iter__(self):  # type: ignore[no-untyped-def]
        yield from (PACKED["gzip"][1][start : start + 7000] for start in range(0, len(PACKED["gzip"][1]), 7000))


@pytest.mark.parametrize("kind", [UnpackedResponse, BoundedResponse])
@pytest.mark.parametrize("named", ["gzip", " GZIP ", "x-gzip", "gzip, identity"])
def test_a_response_is_unpacked_once(kind: type[UnpackedResponse], named: str) -> None:
    response = kind(200, headers={"Content-Encoding": named}, stream=Body())
    assert response.read() == BODY
    assert b"".join(response.iter_bytes(1000)) == BODY
    assert response.num_bytes_downloaded == len(PACKED["gzip"][1])


def test_what_is_managed_already_stays_as_it_is() -> None:
    class Both(UnpackedResponse, ManagedResponse):
        pass

    response = Both(200, headers={"Content-Encoding": "gzip"}, stream=Body())
    with managed(response) as same:
        assert same is response
        assert b"".join(same.iter_bytes()) == BODY
    assert response.is_closed
