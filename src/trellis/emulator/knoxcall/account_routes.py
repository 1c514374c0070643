"""The tenant's own account and what it uses."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from .handlers import Context, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

account = Register()


@account("account_get")
def get_account(context: Context) -> Answer:
    """The tenant."""
    state = context.state
    return context.answer(
        {
            "id": state.tenant_id,
            "slug": state.tenant,
            "name": state.tenant.title(),
            "region": "local",
            "subscription_plan": "business",
            "subscription_status": "active",
            "created_at": state.started_at,
        }
    )


@account("account_get_usage")
def get_usage(context: Context) -> Answer:
    """What the tenant used this month, counted from its records."""
    state = context.state
    today = datetime.fromtimestamp(state.clock.now(), timezone.utc)
    used = {kind: len(state.table(kind)) for kind in ("routes", "secrets", "clients", "environments")}
    return context.answer(
        {
            "billing_period": {"year": today.year, "month": today.month, "start": None, "end": None},
            "api_calls": {"used": len(state.table("route_logs")), "limit": None, "percentage": 0},
            "resources": {kind: {"used": count, "limit": None} for kind, count in used.items()},
            "plan": "business",
            "status": "active",
        }
    )
