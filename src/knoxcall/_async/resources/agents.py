"""Agents: processes in other networks that work for the gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given

if TYPE_CHECKING:
    import builtins

    from trellis.core.engine import AsyncCaller

    from ...types import Agent, AgentCreateResult, AgentRevokeResult, TamperEvent

__all__ = ["AsyncAgents"]


class AsyncAgents(Group):
    """Agents: processes in other networks that work for the gateway."""

    def __init__(self, calls: AsyncCaller) -> None:
        self._calls = calls

    async def list(self) -> builtins.list[Agent]:
        """List the agents of the tenant.

        GET /v1/agents
        """
        return await self._calls.call(ops.agents_list)

    async def create(self, *, name: str, idempotency_key: str | None = None) -> AgentCreateResult:
        """Register an agent.

        The answer is the only place where its secret is ever shown.

        POST /v1/agents
        """
        return await self._calls.call(ops.agents_create, body=given({"name": name}), idempotency_key=idempotency_key)

    async def revoke(self, agent_id: str, *, idempotency_key: str | None = None) -> AgentRevokeResult:
        """Revoke an agent's access.

        It can no longer open a session.

        DELETE /v1/agents/{agent_id}
        """
        return await self._calls.call(ops.agents_revoke, {"agent_id": agent_id}, idempotency_key=idempotency_key)

    async def get_tamper_events(self, agent_id: str) -> builtins.list[TamperEvent]:
        """List what pointed to a tampered build of an agent.

        GET /v1/agents/{agent_id}/tamper-events
        """
        return await self._calls.call(ops.agents_get_tamper_events, {"agent_id": agent_id})
