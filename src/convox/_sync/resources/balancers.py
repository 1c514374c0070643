# Mirrored from src/convox/_async/resources/balancers.py by scripts/mirror_sync.py; do not edit.
"""Balancers: ports of an app that are reached without the rack's router."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops

if TYPE_CHECKING:
    import builtins

    from ...models import Balancer
    from ..calls import Calls

__all__ = ["Balancers"]


class Balancers(Group):
    """Balancers: ports of an app that are reached without the rack's router."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self, app: str) -> builtins.list[Balancer]:
        """List an app's balancers with their ports.

        GET /apps/{app}/balancers
        """
        return self._calls.call(ops.balancers_list, {"app": app})
