"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RotateIntermediateResult"]


class RotateIntermediateResult(TypedDict):
    """The new intermediate of an authority."""

    intermediate_id: str
    not_after: str
    """ISO 8601."""
