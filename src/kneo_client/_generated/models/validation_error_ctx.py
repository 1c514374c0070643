"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["ValidationErrorCtx"]


class ValidationErrorCtx(OpenObject[Any]):
    """The limits that were not kept, and the like."""

    __slots__ = ()
