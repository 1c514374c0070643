"""The development side of a platform: specs and skills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from .skills import SkillsClient
from .specs import SpecsClient

if TYPE_CHECKING:
    from ..transport import Transport

__all__ = ["AgentClient", "SkillsClient", "SpecsClient"]


class AgentClient(Group):
    """Everything for developing agents, by domain, over one transport."""

    specs: SpecsClient
    skills: SkillsClient

    def __init__(self, transport: Transport) -> None:
        self.specs = SpecsClient(transport)
        self.skills = SkillsClient(transport)
