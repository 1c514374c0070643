"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.page_meta import PageMeta
    from ..models.secret import Secret


__all__ = ["SecretPage"]


class SecretPage(TypedDict):
    """One page of secrets."""

    data: list[Secret]
    meta: PageMeta
    """Where a page stands among the others."""
