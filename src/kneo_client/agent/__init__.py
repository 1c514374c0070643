"""The development clients, by domain: what `KneoClient.agent` and `SyncKneoClient.agent` are made of."""

from .._async.agent import AgentClient, SkillsClient, SpecsClient
from .._sync.agent import SyncAgentClient, SyncSkillsClient, SyncSpecsClient
from ..core.spec_results import DryRunResult, ValidateThenCompileResult

__all__ = [
    "AgentClient",
    "DryRunResult",
    "SkillsClient",
    "SpecsClient",
    "SyncAgentClient",
    "SyncSkillsClient",
    "SyncSpecsClient",
    "ValidateThenCompileResult",
]
