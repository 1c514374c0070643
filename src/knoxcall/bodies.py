"""Request bodies: what was given, and `NULL` for what is to be cleared."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NULL", "Null", "given", "one_or_many"]


class Null(enum.Enum):
    """The type of `NULL`."""

    NULL = "NULL"

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


NULL: Final = Null.NULL
"""Sent as JSON null, which clears a field. None means "not given": the field stays as it is."""


def given(members: dict[str, Any]) -> dict[str, Any]:
    """The body of a request: `members` without those that are None, and null where `NULL` was given."""
    return {name: None if value is NULL else value for name, value in members.items() if value is not None}


def one_or_many(value: str | Sequence[str] | Null | None) -> Any:
    """A list for the wire: one string stands for a list of itself."""
    if value is None or isinstance(value, Null):
        return value
    return [value] if isinstance(value, str) else list(value)
