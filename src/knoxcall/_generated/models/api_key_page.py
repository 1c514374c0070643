"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ApiKeyPage"]


class ApiKeyPage(TypedDict):
    """One page of API keys."""

    data: list[ApiKey]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.api_key import ApiKey  # noqa: E402, TC001
from ..models.page_meta import PageMeta  # noqa: E402, TC001
