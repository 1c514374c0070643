"""Whether the platform is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ..transport import caller_of

if TYPE_CHECKING:
    from ..._generated.models import HealthResponse
    from ..transport import Transport

__all__ = ["HealthClient"]


class HealthClient(Group):
    """The platform's health probes. They need no API key."""

    def __init__(self, transport: Transport) -> None:
        self._calls = caller_of(transport)

    async def healthz(self) -> HealthResponse:
        """How the service is, on the whole.

        GET /v1/healthz
        """
        return await self._calls.call(ops.healthz)

    async def livez(self) -> HealthResponse:
        """Whether the process is alive. It looks at nothing the process depends on.

        GET /v1/livez
        """
        return await self._calls.call(ops.livez)

    async def readyz(self) -> HealthResponse:
        """Whether the platform can take work: stores, queue, registries, providers.

        GET /v1/readyz. Raises KneoServiceUnavailableError (503, code "not_ready") if not, after the policy's retries.
        """
        return await self._calls.call(ops.readyz)
