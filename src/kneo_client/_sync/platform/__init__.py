# Mirrored from src/kneo_client/_async/platform/__init__.py by scripts/mirror_sync.py; do not edit.
"""The operational side of a platform, by domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from .audit import SyncAuditClient
from .credentials import SyncCredentialsClient
from .health import SyncHealthClient
from .human_tasks import SyncHumanTasksClient
from .policies import SyncPoliciesClient
from .runs import SyncRunsClient

if TYPE_CHECKING:
    from ..transport import SyncTransport

__all__ = [
    "SyncAuditClient",
    "SyncCredentialsClient",
    "SyncHealthClient",
    "SyncHumanTasksClient",
    "SyncPlatformClient",
    "SyncPoliciesClient",
    "SyncRunsClient",
]


class SyncPlatformClient(Group):
    """Everything for operating a platform, by domain, over one transport."""

    health: SyncHealthClient
    runs: SyncRunsClient
    human_tasks: SyncHumanTasksClient
    audit: SyncAuditClient
    credentials: SyncCredentialsClient
    policies: SyncPoliciesClient

    def __init__(self, transport: SyncTransport) -> None:
        self.health = SyncHealthClient(transport)
        self.runs = SyncRunsClient(transport)
        self.human_tasks = SyncHumanTasksClient(transport)
        self.audit = SyncAuditClient(transport)
        self.credentials = SyncCredentialsClient(transport)
        self.policies = SyncPoliciesClient(transport)
