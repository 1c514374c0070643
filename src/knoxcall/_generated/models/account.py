"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["Account"]


class Account(TypedDict):
    """The tenant's own account."""

    id: str
    slug: str
    name: str
    region: str
    subscription_plan: str
    subscription_status: str
    trial_start_at: str | None
    trial_end_at: str | None
    subscription_current_period_start: str | None
    subscription_current_period_end: str | None
    subscription_cancel_at: str | None
    created_at: str
    """ISO 8601."""
