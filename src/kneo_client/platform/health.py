"""Whether the platform is up."""

from .._async.platform.health import HealthClient
from .._sync.platform.health import SyncHealthClient

__all__ = ["HealthClient", "SyncHealthClient"]
