"""The request engines: every call of a client goes through one of these."""

from .._async.transport import Transport
from .._sync.transport import SyncTransport

__all__ = ["SyncTransport", "Transport"]
