"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["CreateRootResult"]


class CreateRootResult(TypedDict):
    """A new certificate authority, and when its intermediate ends."""

    root: CARoot
    """A certificate authority."""
    intermediate_not_after: str
    """ISO 8601."""


from ..models.ca_root import CARoot  # noqa: E402, TC001
