"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["SpecCompileResponseDiagnosticsItem"]


class SpecCompileResponseDiagnosticsItem(OpenObject[Any]):
    """One finding: `severity`, `code`, `message`, `path` and perhaps a `suggestion`."""

    __slots__ = ()
