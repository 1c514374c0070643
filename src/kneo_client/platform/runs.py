"""Runs: starting them, following them, and looking at what they did."""

from .._async.platform.runs import DEFAULT_TERMINAL_STATUSES, RunsClient
from .._sync.platform.runs import SyncRunsClient

__all__ = ["DEFAULT_TERMINAL_STATUSES", "RunsClient", "SyncRunsClient"]
