"""Which credentials the platform has been given. Their values never leave it."""

from .._async.platform.credentials import CredentialsClient
from .._sync.platform.credentials import SyncCredentialsClient

__all__ = ["CredentialsClient", "SyncCredentialsClient"]
