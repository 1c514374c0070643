"""Enums that stay usable when a server knows more values than the pinned spec does."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["OpenIntEnum", "OpenStrEnum"]


class _OpenEnum(enum.Enum):
    """What the string and the integer kind share: looking up, and what to do about a value that no member has."""

    @classmethod
    def of(cls, value: Any) -> Self:
        """Return the member for `value`, or a new one of this class that is not `is_known`.

        The same as calling the class, which takes several times as long; decoding uses this.
        """
        member = cls._value2member_map_.get(value)
        # Typed as a plain Enum by the library, although the map belongs to this very class.
        return cls(value) if member is None else member  # type: ignore[return-value]

    @property
    def is_known(self) -> bool:
        """Whether the pinned spec lists this value."""
        return self._value_ in type(self)._value2member_map_

    def __repr__(self) -> str:
        if self.is_known:
            return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
        return f"<{type(self).__name__}: {self._value_!r} (not in the pinned spec)>"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        # By value: an unknown member has no name to be found under.
        return type(self), (self._value_,)


class OpenStrEnum(str, _OpenEnum):
    """A string enum; equal to, hashed and printed like its plain value.

    A value that is not listed gives an instance of the same class whose `is_known` is False. Such instances are equal
    to one another by value, but they are not members: iterating the class yields the listed ones only.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        made = str.__new__(cls, value)
        made._name_ = made._value_ = str(value)
        return made

    def __str__(self) -> str:
        return str(self._value_)

    def __format__(self, spec: str) -> str:
        return format(self._value_, spec)


class OpenIntEnum(int, _OpenEnum):
    """An integer enum; equal to, hashed and printed like its plain value.

    A value that is not listed gives an instance of the same class whose `is_known` is False.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        made = int.__new__(cls, value)
        made._name_ = f"VALUE_{value}"
        made._value_ = int(value)
        return made

    def __str__(self) -> str:
        return str(self._value_)

    def __format__(self, spec: str) -> str:
        return format(self._value_, spec)
