"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.starter_api_key import StarterApiKey
    from ..models.starter_route import StarterRoute


__all__ = ["StarterResources"]


class StarterResources(TypedDict):
    """What a new tenant has been given to begin with."""

    route: StarterRoute | None
    api_key: StarterApiKey
    """The first API key of a new tenant, shown this once."""
    sandbox_host: str
    curl: str
