"""Specs: checking, compiling, explaining and trying them."""

from .._async.agent.specs import SpecsClient
from .._sync.agent.specs import SyncSpecsClient

__all__ = ["SpecsClient", "SyncSpecsClient"]
