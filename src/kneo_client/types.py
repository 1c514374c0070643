"""All models of the platform's API, and UNSET: what an optional field is when the platform did not send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.runtime.unset import UNSET, Unset

from ._generated import models as _models

if TYPE_CHECKING:
    from ._generated.models import *  # noqa: F403

__all__ = ["UNSET", "Unset"]
__all__ += _models.__all__


def __getattr__(name: str) -> object:
    if name not in _models.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(_models, name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
