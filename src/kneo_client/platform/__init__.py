"""The operational clients, by domain: what `KneoClient.platform` and `SyncKneoClient.platform` are made of."""

from .._async.platform import (
    AuditClient,
    CredentialsClient,
    HealthClient,
    HumanTasksClient,
    PlatformClient,
    PoliciesClient,
    RunsClient,
)
from .._sync.platform import (
    SyncAuditClient,
    SyncCredentialsClient,
    SyncHealthClient,
    SyncHumanTasksClient,
    SyncPlatformClient,
    SyncPoliciesClient,
    SyncRunsClient,
)

__all__ = [
    "AuditClient",
    "CredentialsClient",
    "HealthClient",
    "HumanTasksClient",
    "PlatformClient",
    "PoliciesClient",
    "RunsClient",
    "SyncAuditClient",
    "SyncCredentialsClient",
    "SyncHealthClient",
    "SyncHumanTasksClient",
    "SyncPlatformClient",
    "SyncPoliciesClient",
    "SyncRunsClient",
]
