"""The development clients, by domain: what `KneoClient.agent` and `SyncKneoClient.agent` are made of."""

from .._async.agent import AgentClient, SpecsClient
from .._sync.agent import SyncAgentClient, SyncSpecsClient

__all__ = ["AgentClient", "SpecsClient", "SyncAgentClient", "SyncSpecsClient"]
