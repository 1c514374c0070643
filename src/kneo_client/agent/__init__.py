"""The development clients, by domain: what `KneoClient.agent` and `SyncKneoClient.agent` are made of."""

from .._async.agent import AgentClient, SpecsClient
from .._sync.agent import SyncAgentClient, SyncSpecsClient
from ..core.spec_results import DryRunResult, ValidateThenCompileResult

__all__ = [
    "AgentClient",
    "DryRunResult",
    "SpecsClient",
    "SyncAgentClient",
    "SyncSpecsClient",
    "ValidateThenCompileResult",
]
