"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.api_key import ApiKey
    from ..models.page_meta import PageMeta


__all__ = ["ApiKeyPage"]


class ApiKeyPage(TypedDict):
    """One page of API keys."""

    data: list[ApiKey]
    meta: PageMeta
    """Where a page stands among the others."""
