# Mirrored from src/kneo_client/_async/platform/health.py by scripts/mirror_sync.py; do not edit.
"""Whether the platform is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ..transport import caller_of

if TYPE_CHECKING:
    from ..._generated.models import HealthResponse
    from ..transport import SyncTransport

__all__ = ["SyncHealthClient"]


class SyncHealthClient(Group):
    """The platform's health probes. They need no API key."""

    def __init__(self, transport: SyncTransport) -> None:
        self._calls = caller_of(transport)

    def healthz(self) -> HealthResponse:
        """How the service is, on the whole.

        GET /v1/healthz
        """
        return self._calls.call(ops.healthz)

    def livez(self) -> HealthResponse:
        """Whether the process is alive. It looks at nothing the process depends on.

        GET /v1/livez
        """
        return self._calls.call(ops.livez)

    def readyz(self) -> HealthResponse:
        """Whether the platform can take work: stores, queue, registries, providers.

        GET /v1/readyz. Raises KneoServiceUnavailableError (503, code "not_ready") if not, after the policy's retries.
        """
        return self._calls.call(ops.readyz)
