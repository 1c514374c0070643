"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["SpecExplainRequestOverrides"]


class SpecExplainRequestOverrides(OpenObject[Any]):
    """Single settings that replace those of the spec."""

    __slots__ = ()
