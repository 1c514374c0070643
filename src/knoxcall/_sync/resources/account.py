# Mirrored from src/knoxcall/_async/resources/account.py by scripts/mirror_sync.py; do not edit.
"""The account itself, and how much of its plan is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops

if TYPE_CHECKING:
    from trellis.core.engine import SyncCaller

    from ...types import Account, AccountUsage

__all__ = ["SyncAccount"]


class SyncAccount(Group):
    """The account itself, and how much of its plan is used."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def get(self) -> Account:
        """Read the tenant's own account.

        Also the way to learn the tenant's slug, where nothing else tells it.

        GET /v1/account
        """
        return self._calls.call(ops.account_get)

    def get_usage(self) -> AccountUsage:
        """Read what the account has used in the current billing period.

        GET /v1/account/usage
        """
        return self._calls.call(ops.account_get_usage)
