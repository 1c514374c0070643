"""Human tasks: the places where a run waits for a person, and what that person decides."""

from .._async.platform.human_tasks import HumanTasksClient
from .._sync.platform.human_tasks import SyncHumanTasksClient

__all__ = ["HumanTasksClient", "SyncHumanTasksClient"]
