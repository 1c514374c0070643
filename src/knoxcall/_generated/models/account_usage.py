"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["AccountUsage"]


class AccountUsage(TypedDict):
    """What an account has used in its current billing period."""

    billing_period: BillingPeriod
    """The month that usage is counted for."""
    api_calls: ApiCallUsage
    """Calls used, against the plan's limit."""
    resources: ResourceUsage
    """How many of each kind of resource exist."""
    plan: str
    status: str


from ..models.api_call_usage import ApiCallUsage  # noqa: E402, TC001
from ..models.billing_period import BillingPeriod  # noqa: E402, TC001
from ..models.resource_usage import ResourceUsage  # noqa: E402, TC001
