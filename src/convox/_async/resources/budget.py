"""An app's budget: a cap on what it may cost in a month, and what happens when it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ..._numbers import decimal_text

if TYPE_CHECKING:
    from decimal import Decimal

    from ...models import (
        AppBudgetDismissRecoveryResult,
        AppBudgetShutdownState,
        AppBudgetSimulationResult,
        AppBudgetStatus,
    )
    from ..calls import AsyncCalls

__all__ = ["AsyncBudget"]


class AsyncBudget(Group):
    """An app's budget: a cap on what it may cost in a month, and what happens when it is reached.

    Where a method takes `ack_by`, that is a name for the rack's records, which newer racks take from the credentials.
    """

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def get(self, app: str) -> AppBudgetStatus:
        """Read an app's budget and what it has spent; both are None where there is none.

        GET /apps/{app}/budget
        """
        return await self._calls.call(ops.budget_get, {"app": app})

    async def set(
        self,
        app: str,
        *,
        monthly_cap_usd: str | float | Decimal | None = None,
        alert_threshold_percent: int | None = None,
        at_cap_action: str | None = None,
        pricing_adjustment: str | float | Decimal | None = None,
        ack_by: str | None = None,
    ) -> None:
        """Give an app a budget, or change the one it has.

        monthly_cap_usd: US dollars a month; takes the role admin. alert_threshold_percent: how much of the cap
        is an alert. at_cap_action: what the rack does at the cap. pricing_adjustment: corrects the prices that the
        rack reckons with. Numbers are sent with all their digits; ValueError for NaN and infinities.

        POST /apps/{app}/budget
        """
        await self._calls.call(
            ops.budget_set,
            {
                "app": app,
                "monthly_cap_usd": decimal_text("monthly_cap_usd", monthly_cap_usd),
                "alert_threshold_percent": alert_threshold_percent,
                "at_cap_action": at_cap_action,
                "pricing_adjustment": decimal_text("pricing_adjustment", pricing_adjustment),
                "ack_by": ack_by,
            },
        )

    async def clear(self, app: str, *, ack_by: str | None = None) -> None:
        """Take an app's budget away. Takes the role admin.

        DELETE /apps/{app}/budget
        """
        await self._calls.call(ops.budget_clear, {"app": app, "ack_by": ack_by})

    async def reset(
        self,
        app: str,
        *,
        force_clear_cooldown: bool | None = None,
        reset_period: bool | None = None,
        ack_by: str | None = None,
    ) -> None:
        """Acknowledge that the cap was reached, and arm the budget anew.

        force_clear_cooldown: do not wait until the rack may act again. reset_period: count what is spent from zero.

        POST /apps/{app}/budget/reset
        """
        await self._calls.call(
            ops.budget_reset,
            {
                "app": app,
                "force_clear_cooldown": force_clear_cooldown,
                "reset_period": reset_period,
                "ack_by": ack_by,
            },
        )

    async def simulate_shutdown(self, app: str) -> AppBudgetSimulationResult:
        """Learn what the rack would shut down at the cap, and what that would save. Nothing is shut down.

        POST /apps/{app}/budget/simulate-shutdown
        """
        return await self._calls.call(ops.budget_simulate_shutdown, {"app": app})

    async def shutdown_state(self, app: str) -> AppBudgetShutdownState:
        """Read how far a shutdown at the cap has got, and what was running before.

        GET /apps/{app}/budget/shutdown-state
        """
        return await self._calls.call(ops.budget_shutdown_state, {"app": app})

    async def dismiss_recovery(self, app: str, *, ack_by: str | None = None) -> AppBudgetDismissRecoveryResult:
        """Dismiss the notice that an app has recovered from a shutdown at its cap.

        POST /apps/{app}/budget/dismiss-recovery
        """
        return await self._calls.call(ops.budget_dismiss_recovery, {"app": app, "ack_by": ack_by})
