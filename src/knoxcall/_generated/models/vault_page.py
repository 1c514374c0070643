"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["VaultPage"]


class VaultPage(TypedDict):
    """One page of vaults."""

    data: list[Vault]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.page_meta import PageMeta  # noqa: E402, TC001
from ..models.vault import Vault  # noqa: E402, TC001
