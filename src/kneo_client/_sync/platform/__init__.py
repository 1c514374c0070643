# Mirrored from src/kneo_client/_async/platform/__init__.py by scripts/mirror_sync.py; do not edit.
"""The operational side of a platform: health, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .health import SyncHealthClient
from .runs import SyncRunsClient

if TYPE_CHECKING:
    from ..transport import SyncTransport

__all__ = ["SyncHealthClient", "SyncPlatformClient", "SyncRunsClient"]


class SyncPlatformClient:
    """Everything for operating a platform, by domain, over one transport."""

    health: SyncHealthClient
    runs: SyncRunsClient

    def __init__(self, transport: SyncTransport) -> None:
        self.health = SyncHealthClient(transport)
        self.runs = SyncRunsClient(transport)
