"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["CheckpointDiffResponseRemovedItem"]


class CheckpointDiffResponseRemovedItem(OpenObject[Any]):
    """One place that only the earlier checkpoint has."""

    __slots__ = ()
