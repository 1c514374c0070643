"""The mark of a member that is absent: not sent by the server, not given by the caller."""

from __future__ import annotations

import enum
from typing import Final, Literal

__all__ = ["UNSET", "Unset"]


class Unset(enum.Enum):
    """The type of `UNSET`.

    An enum with one member, because that is the one kind of sentinel whose identity survives copy, deepcopy and pickle
    without help, and which type checkers narrow on `is UNSET`.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""Stands for a member that is not there; unlike None, which stands for a null."""
