"""Skills: abilities that a platform can lend to an agent."""

from .._async.agent.skills import SkillsClient
from .._sync.agent.skills import SyncSkillsClient

__all__ = ["SkillsClient", "SyncSkillsClient"]
