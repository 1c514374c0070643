"""The account itself, and how much of its plan is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops

if TYPE_CHECKING:
    from trellis.core.engine import AsyncCaller

    from ...types import Account, AccountUsage

__all__ = ["AsyncAccount"]


class AsyncAccount(Group):
    """The account itself, and how much of its plan is used."""

    def __init__(self, calls: AsyncCaller) -> None:
        self._calls = calls

    async def get(self) -> Account:
        """Read the tenant's own account.

        Also the way to learn the tenant's slug, where nothing else tells it.

        GET /v1/account
        """
        return await self._calls.call(ops.account_get)

    async def get_usage(self) -> AccountUsage:
        """Read what the account has used in the current billing period.

        GET /v1/account/usage
        """
        return await self._calls.call(ops.account_get_usage)
