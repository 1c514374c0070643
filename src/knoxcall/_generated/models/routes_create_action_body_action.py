"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["RoutesCreateActionBodyAction"]

RoutesCreateActionBodyAction: TypeAlias = Literal["decrypt", "detokenize", "encrypt", "tokenize"]
"""The values of `RoutesCreateActionBodyAction`."""
