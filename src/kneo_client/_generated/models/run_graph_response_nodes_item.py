"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["RunGraphResponseNodesItem"]


class RunGraphResponseNodesItem(OpenObject[Any]):
    """One node of a workflow."""

    __slots__ = ()
