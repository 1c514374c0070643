"""The operational side of a platform: health, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .health import HealthClient
from .runs import RunsClient

if TYPE_CHECKING:
    from ..transport import Transport

__all__ = ["HealthClient", "PlatformClient", "RunsClient"]


class PlatformClient:
    """Everything for operating a platform, by domain, over one transport."""

    health: HealthClient
    runs: RunsClient

    def __init__(self, transport: Transport) -> None:
        self.health = HealthClient(transport)
        self.runs = RunsClient(transport)
