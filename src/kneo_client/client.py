"""The two clients of a Kneo platform: `KneoClient` for event loops, `SyncKneoClient` for threads."""

from ._async.client import KneoClient
from ._sync.client import SyncKneoClient

__all__ = ["KneoClient", "SyncKneoClient"]
