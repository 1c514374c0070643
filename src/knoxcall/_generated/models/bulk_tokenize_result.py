"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["BulkTokenizeResult"]


class BulkTokenizeResult(TypedDict):
    """The tokens made for a list of values, in its order."""

    tokens: list[VaultToken]
    count: int


from ..models.vault_token import VaultToken  # noqa: E402, TC001
