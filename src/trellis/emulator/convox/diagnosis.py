"""The report on an app's health that `GET /apps/{app}/diagnose` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .go_values import go_time
from .handlers import Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .handlers import Context
    from .manifest import ManifestService
    from .records import App, Process

diagnosis = Register()

CHECKS = ("overview", "init", "services")
DEFAULT_AGE, DEFAULT_LINES = 300, 200


@diagnosis("apps_diagnose")
def apps_diagnose(context: Context) -> Answer:
    """GET /apps/{app}/diagnose."""
    app, query, now = context.app(), context.query, context.rack.clock.now()
    checks = query.items("checks") or list(CHECKS)
    services = query.items("services")
    age = _or(query.integer("age"), DEFAULT_AGE)
    lines = _or(query.integer("lines"), DEFAULT_LINES)
    report: dict[str, Any] = {
        "namespace": f"{context.rack.name}-{app.name}",
        "rack": context.rack.name,
        "app": app.name,
        "timestamp": go_time(now),
    }
    release = app.active()
    declared = release.content().services if release is not None else ()
    wanted = [service for service in declared if services is None or service.name in services]
    names = {service.name for service in wanted}
    processes = [process for process in app.running() if process.service in names]
    if "overview" in checks:
        report["overview"] = _overview(app, wanted, with_events=query.flag("events") is not False, now=now)
    if "services" in checks:
        new = {process.id for process in processes if now - process.started < age}
        shown = processes if query.flag("all") else [process for process in processes if process.id in new]
        if shown:
            report["pods"] = [_pod(app, process, process.id in new, lines, now) for process in shown]
        report["summary"] = {
            "total": len(processes),
            "unhealthy": 0,
            "notReady": 0,
            "new": len(new),
            "healthy": len(processes) - len(new),
        }
    return context.reply(report)


def _overview(app: App, services: list[ManifestService], *, with_events: bool, now: float) -> dict[str, Any]:
    shown = []
    for service in services:
        ready = sum(1 for process in app.running() if process.service == service.name)
        wanted = app.formation[service.name].count if service.name in app.formation else service.count
        shown.append(
            {
                "name": service.name,
                "desiredReplicas": wanted,
                "readyReplicas": ready,
                "updatedReplicas": ready,
                "status": "running" if ready == wanted else "progressing",
            }
        )
    overview: dict[str, Any] = {"services": shown or None}
    if with_events and app.promotion is not None:
        overview["events"] = [
            {
                "timestamp": go_time(now),
                "type": "Normal",
                "reason": "ScalingReplicaSet",
                "object": f"app/{app.name}",
                "message": f"promoting {app.promotion.release}",
            }
        ]
    return overview


def _pod(app: App, process: Process, is_new: bool, lines: int, now: float) -> dict[str, Any]:
    said = [line.text for line in app.log.after(0) if line.source.endswith(process.id)]
    return {
        "name": process.id,
        "service": process.service,
        "phase": "Running",
        "ready": "1/1",
        "ageSeconds": int(now - process.started),
        "restarts": 0,
        "classification": "new" if is_new else "healthy",
        "logs": "\n".join(said[-lines:] if lines > 0 else []),
    }


def _or(given: int | None, default: int) -> int:
    return default if given is None else given
