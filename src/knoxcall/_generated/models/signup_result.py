"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SignupResult"]


class SignupResult(TypedDict):
    """What to do next to get the tenant that was asked for."""

    status: str
    claim_handle: str
    """What `signup_claim` takes; whoever holds it gets the tenant."""
    claim_path: str
    poll_after_seconds: int
    """Seconds to wait before asking again."""
    expires_at: str
    """Until when the handle can be exchanged, ISO 8601."""
    message: str
    documentation: str
