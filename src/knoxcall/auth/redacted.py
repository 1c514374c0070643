"""A secret that cannot slip out by being printed, logged, serialised or compared character by character."""

from __future__ import annotations

import hmac
from typing import Any, Generic, NoReturn, TypeVar

from trellis.core.secrets import refuse_pickle

__all__ = ["Redacted"]

T = TypeVar("T")

_SHOWN = "[REDACTED]"


class Redacted(Generic[T]):
    """Holds a secret and shows `[REDACTED]` instead wherever it is printed or formatted.

    `expose()` is the only way to the value. Equal to another one that holds the same; never equal to the bare value.
    Refuses pickling with a TypeError; a copy is the object itself.
    """

    __slots__ = ("__value",)

    def __init__(self, value: T) -> None:
        self.__value = value

    def expose(self) -> T:
        """The secret itself."""
        return self.__value

    def __repr__(self) -> str:
        return _SHOWN

    def __format__(self, spec: str) -> str:
        return _SHOWN

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Redacted):
            return NotImplemented
        mine, others = self.__value, other.__value
        if isinstance(mine, str) and isinstance(others, str):
            return hmac.compare_digest(mine.encode("utf-8", "replace"), others.encode("utf-8", "replace"))
        return bool(mine == others)

    def __hash__(self) -> int:
        return hash((Redacted, self.__value))

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __copy__(self) -> Redacted[T]:
        return self

    def __deepcopy__(self, memo: Any) -> Redacted[T]:
        return self

    def __getstate__(self) -> NoReturn:
        refuse_pickle(self, "a secret")

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        refuse_pickle(self, "a secret")
