"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["StarterResources"]


class StarterResources(TypedDict):
    """What a new tenant has been given to begin with."""

    route: StarterRoute | None
    api_key: StarterApiKey
    """The first API key of a new tenant, shown this once."""
    sandbox_host: str
    curl: str


from ..models.starter_api_key import StarterApiKey  # noqa: E402, TC001
from ..models.starter_route import StarterRoute  # noqa: E402, TC001
