"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["TraceResponseEventsItem"]


class TraceResponseEventsItem(OpenObject[Any]):
    """One trace event: `event_id`, `event_type`, `timestamp` and what belongs to its type."""

    __slots__ = ()
