"""What an app costs, the budget it has, and what happens when it is used up."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from .failures import RackError
from .go_values import go_time, read_number
from .handlers import OK, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .handlers import Context
    from .records import App, Process

budget = Register()

AT_CAP = ("alert-only", "block-new-deploys", "auto-shutdown")
USD_PER_CPU_HOUR, USD_PER_GB_HOUR = 0.04, 0.005


@budget("budget_get")
def budget_get(context: Context) -> Answer:
    """GET /apps/{app}/budget; both members are null for an app without one."""
    app = context.app()
    return context.reply({"config": app.budget, "state": _state(context, app) if app.budget is not None else None})


def _state(context: Context, app: App) -> dict[str, Any]:
    now = context.rack.clock.now()
    return {
        "month-start": go_time(month_start(now)),
        "current-month-spend-usd": sum(line["spend-usd"] for line in _lines(app, now)),
        "current-month-spend-as-of": go_time(now),
        **(app.budget_state or {}),
    }


@budget("budget_set")
def budget_set(context: Context) -> Answer:
    """POST /apps/{app}/budget. Moving the cap is for admins."""
    app, options = context.app(), context.params
    cap, adjustment = options.text("monthly-cap-usd"), options.text("pricing-adjustment")
    threshold, action = options.integer("alert-threshold-percent"), options.text("at-cap-action")
    if cap is not None:
        context.caller.must_be_admin()
    elif app.budget is None:
        raise RackError(400, "monthly-cap-usd required")
    if action is not None and action not in AT_CAP:
        raise RackError(400, f"at-cap-action is invalid: one of {', '.join(AT_CAP)}")
    if threshold is not None and not 1 <= threshold <= 100:
        raise RackError(400, "alert-threshold-percent is invalid: it is 1 to 100")
    given = {
        "monthly-cap-usd": None if cap is None else read_number(cap),
        "alert-threshold-percent": threshold,
        "at-cap-action": action,
        "pricing-adjustment": None if adjustment is None else read_number(adjustment),
        "last-cap-mutation-by": None if cap is None else context.caller.role,
    }
    if given["monthly-cap-usd"] is not None and not float(str(given["monthly-cap-usd"])) > 0:
        raise RackError(400, "monthly-cap-usd is invalid: more than nothing")
    app.budget = {**(app.budget or {}), **{name: value for name, value in given.items() if value is not None}}
    return OK


@budget("budget_clear")
def budget_clear(context: Context) -> Answer:
    """DELETE /apps/{app}/budget."""
    app = context.app()
    app.budget = app.budget_state = app.shutdown = None
    return OK


@budget("budget_reset")
def budget_reset(context: Context) -> Answer:
    """POST /apps/{app}/budget/reset. Cutting a cooldown short is for admins."""
    app = context.app()
    if context.params.flag("force_clear_cooldown"):
        context.caller.must_be_admin()
    if app.budget is None:
        raise RackError(400, "budget is not enabled")
    app.budget_state = app.shutdown = None
    for name in app.formation:
        context.rack.scale(app, name)
    return OK


@budget("budget_shutdown_state")
def budget_shutdown_state(context: Context) -> Answer:
    """GET /apps/{app}/budget/shutdown-state; 404 where nothing was shut down."""
    app = context.app()
    if app.shutdown is None:
        raise RackError(404, f"no shutdown state found for app: {app.name}")
    return context.reply(app.shutdown)


@budget("budget_simulate_shutdown")
def budget_simulate_shutdown(context: Context) -> Answer:
    """POST /apps/{app}/budget/simulate-shutdown: what would happen, without doing it."""
    app = context.app()
    if app.budget is None:
        raise RackError(400, "budget is not enabled")
    now = context.rack.clock.now()
    by_service: dict[str, list[Process]] = {}
    for process in app.running():
        by_service.setdefault(process.service, []).append(process)
    eligibility = [
        {
            "service": name,
            "eligible": True,
            "replicas": len(processes),
            "cost-usd-per-hour": sum(_hourly(process) for process in processes),
        }
        for name, processes in by_service.items()
    ]
    return context.reply(
        {
            "app": app.name,
            "at-cap-action": app.budget.get("at-cap-action", AT_CAP[0]),
            "webhook-url": "",
            "notify-before-minutes": 30,
            "shutdown-grace-period": "5m",
            "shutdown-order": "largest-cost",
            "recovery-mode": "auto-on-reset",
            "eligibility": eligibility or None,
            "would-shut-down-services": sorted(by_service) or None,
            "would-shut-down-count": len(by_service),
            "estimated-cost-saved-usd-per-hour": sum(float(str(one["cost-usd-per-hour"])) for one in eligibility),
            "simulated-at": go_time(now),
        }
    )


@budget("budget_dismiss_recovery")
def budget_dismiss_recovery(context: Context) -> Answer:
    """POST /apps/{app}/budget/dismiss-recovery."""
    app = context.app()
    dismissed = app.shutdown is not None
    if app.shutdown is not None:
        app.shutdown["recoveryBannerDismissedAt"] = go_time(context.rack.clock.now())
    return context.reply({"app": app.name, "status": "dismissed" if dismissed else "no-banner"})


@budget("apps_cost")
def apps_cost(context: Context) -> Answer:
    """GET /apps/{app}/cost."""
    app, now = context.app(), context.rack.clock.now()
    lines = _lines(app, now)
    return context.reply(
        {
            "app": app.name,
            "month-start": go_time(month_start(now)),
            "as-of": go_time(now),
            "spend-usd": sum(line["spend-usd"] for line in lines),
            "breakdown": lines or None,
            "pricing-source": "on-demand-static-table",
            "pricing-table-version": "2026-05-01",
            "pricing-adjustment": (app.budget or {}).get("pricing-adjustment", 1.0),
            "tracking-enabled": True,
        }
    )


def _lines(app: App, now: float) -> list[dict[str, Any]]:
    lines: dict[str, dict[str, Any]] = {}
    for process in app.processes.values():
        hours = max(now - process.started, 0.0) / 3600
        empty = {"service": process.service, "gpu-hours": 0.0, "cpu-hours": 0.0, "mem-gb-hours": 0.0, "spend-usd": 0.0}
        line = lines.setdefault(process.service, empty)
        line["gpu-hours"] += process.gpu * hours
        line["cpu-hours"] += process.cpu / 1000 * hours
        line["mem-gb-hours"] += process.memory / 1024 * hours
        line["spend-usd"] += _hourly(process) * hours
    return list(lines.values())


def _hourly(process: Process) -> float:
    return process.cpu / 1000 * USD_PER_CPU_HOUR + process.memory / 1024 * USD_PER_GB_HOUR


def month_start(now: float) -> float:
    """The first moment of the month."""
    today = datetime.fromtimestamp(now, timezone.utc)
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp()
