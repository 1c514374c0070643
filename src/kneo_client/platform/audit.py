"""The audit trail: who did what."""

from .._async.platform.audit import AuditClient
from .._sync.platform.audit import SyncAuditClient

__all__ = ["AuditClient", "SyncAuditClient"]
