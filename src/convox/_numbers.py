"""Numbers that callers give as text or as numbers, in the one form that the server reads."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from typing import Any

__all__ = ["decimal_text", "whole_number"]

_DIGITS = re.compile(r"[0-9]{1,18}")


@overload
def whole_number(name: str, value: None) -> None: ...
@overload
def whole_number(name: str, value: int | str) -> int: ...
def whole_number(name: str, value: Any) -> int | None:
    """An int, or the int that ASCII digits stand for. ValueError or TypeError for anything else."""
    if isinstance(value, str):
        if not _DIGITS.fullmatch(value):
            raise ValueError(f"{name} must be a whole number, got {value!r}")
        return int(value)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(f"{name} must be an int, got {type(value).__name__}")
    return value


def decimal_text(name: str, value: str | float | Decimal | None) -> str | None:
    """A decimal number with all its digits and no exponent; text passes as it is. ValueError for NaN and infinities,
    TypeError for anything else."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise TypeError(f"{name} must be a number, got {type(value).__name__}")
    if not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, got {value}")
    # repr of a float is the shortest text that stands for it.
    return format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")
