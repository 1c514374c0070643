"""The operational side of a platform, by domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from .audit import AuditClient
from .credentials import CredentialsClient
from .health import HealthClient
from .human_tasks import HumanTasksClient
from .policies import PoliciesClient
from .runs import RunsClient

if TYPE_CHECKING:
    from ..transport import Transport

__all__ = [
    "AuditClient",
    "CredentialsClient",
    "HealthClient",
    "HumanTasksClient",
    "PlatformClient",
    "PoliciesClient",
    "RunsClient",
]


class PlatformClient(Group):
    """Everything for operating a platform, by domain, over one transport."""

    health: HealthClient
    runs: RunsClient
    human_tasks: HumanTasksClient
    audit: AuditClient
    credentials: CredentialsClient
    policies: PoliciesClient

    def __init__(self, transport: Transport) -> None:
        self.health = HealthClient(transport)
        self.runs = RunsClient(transport)
        self.human_tasks = HumanTasksClient(transport)
        self.audit = AuditClient(transport)
        self.credentials = CredentialsClient(transport)
        self.policies = PoliciesClient(transport)
