# Mirrored from src/kneo_client/_async/agent/__init__.py by scripts/mirror_sync.py; do not edit.
"""The development side of a platform: specs and skills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from .skills import SyncSkillsClient
from .specs import SyncSpecsClient

if TYPE_CHECKING:
    from ..transport import SyncTransport

__all__ = ["SyncAgentClient", "SyncSkillsClient", "SyncSpecsClient"]


class SyncAgentClient(Group):
    """Everything for developing agents, by domain, over one transport."""

    specs: SyncSpecsClient
    skills: SyncSkillsClient

    def __init__(self, transport: SyncTransport) -> None:
        self.specs = SyncSpecsClient(transport)
        self.skills = SyncSkillsClient(transport)
