"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["RunCreateRequestMetadata"]


class RunCreateRequestMetadata(OpenObject[Any]):
    """Data of the caller's own to keep with the run."""

    __slots__ = ()
