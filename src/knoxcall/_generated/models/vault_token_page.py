"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["VaultTokenPage"]


class VaultTokenPage(TypedDict):
    """One page of tokens."""

    data: list[VaultTokenListItem]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.page_meta import PageMeta  # noqa: E402, TC001
from ..models.vault_token_list_item import VaultTokenListItem  # noqa: E402, TC001
