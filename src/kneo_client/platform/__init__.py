"""The operational clients, by domain: what `KneoClient.platform` and `SyncKneoClient.platform` are made of."""

from .._async.platform import HealthClient, PlatformClient, RunsClient
from .._sync.platform import SyncHealthClient, SyncPlatformClient, SyncRunsClient

__all__ = [
    "HealthClient",
    "PlatformClient",
    "RunsClient",
    "SyncHealthClient",
    "SyncPlatformClient",
    "SyncRunsClient",
]
