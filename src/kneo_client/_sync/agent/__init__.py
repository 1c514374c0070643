# Mirrored from src/kneo_client/_async/agent/__init__.py by scripts/mirror_sync.py; do not edit.
"""The development side of a platform: specs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .specs import SyncSpecsClient

if TYPE_CHECKING:
    from ..transport import SyncTransport

__all__ = ["SyncAgentClient", "SyncSpecsClient"]


class SyncAgentClient:
    """Everything for developing agents, by domain, over one transport."""

    specs: SyncSpecsClient

    def __init__(self, transport: SyncTransport) -> None:
        self.specs = SyncSpecsClient(transport)
