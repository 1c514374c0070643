"""Specs: checking, compiling, explaining and trying them."""

from .._async.agent.specs import SpecsClient
from .._sync.agent.specs import SyncSpecsClient
from ..core.spec_results import DryRunResult, ValidateThenCompileResult

__all__ = ["DryRunResult", "SpecsClient", "SyncSpecsClient", "ValidateThenCompileResult"]
