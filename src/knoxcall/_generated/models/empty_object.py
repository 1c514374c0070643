"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TypeAlias

    EmptyObject: TypeAlias = dict[str, Any]
else:
    EmptyObject = dict

__all__ = ["EmptyObject"]

"""An object without members."""
