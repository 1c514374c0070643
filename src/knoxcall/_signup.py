"""The four functions of signing up, under the names they have at the package's root."""

from __future__ import annotations

from ._async.signup import claim_signup, signup
from ._sync.signup import claim_signup as claim_signup_sync
from ._sync.signup import signup as signup_sync

__all__ = ["claim_signup", "claim_signup_sync", "signup", "signup_sync"]
