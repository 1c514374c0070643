"""Balancers: ports of an app that are reached without the rack's router."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops

if TYPE_CHECKING:
    import builtins

    from ...models import Balancer
    from ..calls import AsyncCalls

__all__ = ["AsyncBalancers"]


class AsyncBalancers(Group):
    """Balancers: ports of an app that are reached without the rack's router."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def list(self, app: str) -> builtins.list[Balancer]:
        """List an app's balancers with their ports.

        GET /apps/{app}/balancers
        """
        return await self._calls.call(ops.balancers_list, {"app": app})
