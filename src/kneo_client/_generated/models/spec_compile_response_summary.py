"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["SpecCompileResponseSummary"]


class SpecCompileResponseSummary(OpenObject[Any]):
    """What came out, in brief."""

    __slots__ = ()
