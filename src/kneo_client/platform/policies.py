"""Environment policies: what a spec must satisfy before it may run in an environment."""

from .._async.platform.policies import PoliciesClient
from .._sync.platform.policies import SyncPoliciesClient

__all__ = ["PoliciesClient", "SyncPoliciesClient"]
