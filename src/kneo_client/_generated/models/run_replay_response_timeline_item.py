"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["RunReplayResponseTimelineItem"]


class RunReplayResponseTimelineItem(OpenObject[Any]):
    """One entry of a run's timeline."""

    __slots__ = ()
