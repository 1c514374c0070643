"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["StarterRoute"]


class StarterRoute(TypedDict):
    """The first route of a new tenant."""

    id: str
    name: str
    target_base_url: str
