"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["RunReplayResponseReplayContext"]


class RunReplayResponseReplayContext(OpenObject[Any]):
    """Whether it can be continued (`can_continue`), and from where."""

    __slots__ = ()
