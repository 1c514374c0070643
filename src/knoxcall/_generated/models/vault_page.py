"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.page_meta import PageMeta
    from ..models.vault import Vault


__all__ = ["VaultPage"]


class VaultPage(TypedDict):
    """One page of vaults."""

    data: list[Vault]
    meta: PageMeta
    """Where a page stands among the others."""
