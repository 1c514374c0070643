"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["RunCreateResponseMetadata"]


class RunCreateResponseMetadata(OpenObject[Any]):
    """Further facts about the run."""

    __slots__ = ()
