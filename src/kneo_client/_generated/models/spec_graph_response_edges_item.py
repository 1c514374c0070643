"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["SpecGraphResponseEdgesItem"]


class SpecGraphResponseEdgesItem(OpenObject[Any]):
    """One edge of a workflow."""

    __slots__ = ()
