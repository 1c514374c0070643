"""The development side of a platform: specs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .specs import SpecsClient

if TYPE_CHECKING:
    from ..transport import Transport

__all__ = ["AgentClient", "SpecsClient"]


class AgentClient:
    """Everything for developing agents, by domain, over one transport."""

    specs: SpecsClient

    def __init__(self, transport: Transport) -> None:
        self.specs = SpecsClient(transport)
