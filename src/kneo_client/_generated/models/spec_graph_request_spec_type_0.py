"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["SpecGraphRequestSpecType0"]


class SpecGraphRequestSpecType0(OpenObject[Any]):
    """An object whose members the document does not name."""

    __slots__ = ()
