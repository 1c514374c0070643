"""Bytes as a network may hand them over: cut anywhere."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

__all__ = ["CUTS", "pieces_of"]

CUTS = st.lists(st.integers(0, 400), max_size=12)


def pieces_of(data: bytes, cuts: list[int]) -> list[bytes]:
    """`data` cut at these places; some pieces may be empty."""
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(places)]
