"""ULIDs: ids that sort by their time of making. KnoxCall's idempotency keys are of this kind."""

from __future__ import annotations

import time
from os import urandom

__all__ = ["new_ulid"]

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(high + low for high in _CROCKFORD for low in _CROCKFORD)


def new_ulid(milliseconds: int | None = None) -> str:
    """A fresh ULID: 10 characters of Crockford's base 32 for the time, 16 for 80 random bits.

    milliseconds: the time since the epoch to put in; now, if left out.
    """
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(urandom(10), "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
