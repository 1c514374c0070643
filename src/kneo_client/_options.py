"""Types of arguments that several methods share, for type checkers and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    SortOrder = Literal["asc", "desc"] | str
    """What editors offer; any text, since a newer platform may know more."""
    TaskStatus = Literal["pending", "escalated"] | str
    """The same of a human task's status."""

__all__: list[str] = []
