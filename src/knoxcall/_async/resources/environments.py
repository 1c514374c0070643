"""Environments: named variants of every route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given

if TYPE_CHECKING:
    import builtins

    from trellis.core.engine import AsyncCaller

    from ...bodies import Null
    from ...types import Environment, EnvironmentFull

__all__ = ["AsyncEnvironments"]


class AsyncEnvironments(Group):
    """Environments: named variants of every route."""

    def __init__(self, calls: AsyncCaller) -> None:
        self._calls = calls

    async def list(self) -> builtins.list[Environment]:
        """List environments.

        All of them: this list has no pages.

        GET /v1/environments
        """
        return await self._calls.call(ops.environments_list)

    async def create(
        self,
        *,
        name: str,
        display_name: str | None = None,
        description: str | None = None,
        color: str | None = None,
        is_default: bool | None = None,
        idempotency_key: str | None = None,
    ) -> EnvironmentFull:
        """Create an environment.

        POST /v1/environments
        """
        return await self._calls.call(
            ops.environments_create,
            body=given(
                {
                    "name": name,
                    "display_name": display_name,
                    "description": description,
                    "color": color,
                    "is_default": is_default,
                }
            ),
            idempotency_key=idempotency_key,
        )

    async def update(
        self,
        env_id: str,
        *,
        name: str | Null | None = None,
        display_name: str | Null | None = None,
        description: str | Null | None = None,
        color: str | Null | None = None,
        is_default: bool | Null | None = None,
        idempotency_key: str | None = None,
    ) -> EnvironmentFull:
        """Change an environment.

        Members that are left out keep their value.

        PATCH /v1/environments/{env_id}
        """
        return await self._calls.call(
            ops.environments_update,
            {"env_id": env_id},
            body=given(
                {
                    "name": name,
                    "display_name": display_name,
                    "description": description,
                    "color": color,
                    "is_default": is_default,
                }
            ),
            idempotency_key=idempotency_key,
        )

    async def delete(self, env_id: str, *, idempotency_key: str | None = None) -> None:
        """Delete an environment.

        DELETE /v1/environments/{env_id}
        """
        await self._calls.call(ops.environments_delete, {"env_id": env_id}, idempotency_key=idempotency_key)
