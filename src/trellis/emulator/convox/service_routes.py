"""Services and processes: scaled, restarted, run, stopped, and the files inside a process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .archives import BadArchive, pack_tar, unpack_tar
from .build_routes import find_release
from .failures import RackError
from .handlers import OK, Register
from .metrics import metrics_between
from .records import Formation

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .handlers import Context
    from .manifest import ManifestService
    from .records import App, Process

services = Register()

TRIGGER_TYPES = ("cpu", "memory", "gpu", "queue")


@services("services_list")
def services_list(context: Context) -> Answer:
    """GET /apps/{app}/services; none before a release is promoted."""
    app = context.app()
    release = app.active()
    declared = release.content().services if release is not None else ()
    return context.reply([_shown(context, app, service) for service in declared])


def _shown(context: Context, app: App, service: ManifestService) -> dict[str, Any]:
    formation = _formation(context, app, service.name)
    public = service.port is not None
    shown: dict[str, Any] = {
        "count": formation.count,
        "cpu": formation.cpu,
        "domain": f"{service.name}.{app.name}.{context.state.settings.domain}" if public else "",
        "gpu": formation.gpu,
        "gpu-vendor": formation.gpu_vendor,
        "memory": formation.memory,
        "name": service.name,
        "nlb": None,
        "ports": [{"balancer": 443, "certificate": "", "container": service.port}] if public else None,
    }
    if formation.min is not None:
        shown["min"] = formation.min
    if formation.max is not None:
        shown["max"] = formation.max
    if formation.triggers:
        shown["autoscale"] = _autoscale(formation)
    for member, is_on in (
        ("agent", service.agent),
        ("scale-override-active", formation.scale_override),
        ("triggers-override-active", formation.triggers_override),
    ):
        if is_on:
            shown[member] = True
    return shown


def _autoscale(formation: Formation) -> dict[str, Any]:
    names = {"cpu": "cpu-threshold", "memory": "mem-threshold", "gpu": "gpu-threshold", "queue": "queue-threshold"}
    return {
        "enabled": True,
        **{names[trigger["type"]]: int(trigger["threshold"]) for trigger in formation.triggers},
    }


def _formation(context: Context, app: App, name: str) -> Formation:
    service = context.rack.service(app, name)
    # Until the first promotion is through, the service runs nothing and its manifest is all there is to tell.
    return app.formation.setdefault(name, Formation(service.count, service.cpu, service.memory))


@services("services_update")
def services_update(context: Context) -> Answer:
    """PUT /apps/{app}/services/{name}."""
    app, options = context.app(), context.params
    formation = _formation(context, app, context.path("name"))
    given = {name: options.integer(name) for name in ("count", "cpu", "gpu", "memory", "min", "max")}
    if any(value is not None and value < 0 for value in given.values()):
        raise RackError(400, "scale is invalid: less than nothing")
    for name, value in given.items():
        if value is not None:
            setattr(formation, name, value)
    formation.gpu_vendor = options.text("gpu-vendor") or formation.gpu_vendor
    context.rack.scale(app, context.path("name"))
    return OK


@services("services_restart")
def services_restart(context: Context) -> Answer:
    """POST /apps/{app}/services/{name}/restart: other processes take over."""
    app, name = context.app(), context.path("name")
    _formation(context, app, name)
    for process in [process for process in app.running() if process.service == name]:
        del app.processes[process.id]
    context.rack.scale(app, name)
    return OK


@services("services_metrics")
def services_metrics(context: Context) -> Answer:
    """GET /apps/{app}/services/{service}/metrics."""
    context.rack.service(context.app(), context.path("service"))
    return context.reply(metrics_between(context.query, context.rack.clock.now()))


@services("services_scale_override")
def services_scale_override(context: Context) -> Answer:
    """POST /apps/{app}/services/{service}/scale-override."""
    formation = _formation(context, context.app(), context.path("service"))
    if context.params.text("active") is None:
        raise RackError(400, "active required")
    formation.scale_override = context.params.flag("active") or False
    return OK


@services("services_triggers_enable")
def services_triggers_enable(context: Context) -> Answer:
    """POST /apps/{app}/services/{service}/triggers/enable."""
    formation = _formation(context, context.app(), context.path("service"))
    try:
        wanted = json.loads(context.value("opts"))
        low, high, triggers = int(wanted["min"]), int(wanted["max"]), wanted["triggers"] or []
        checked = [{"type": str(one["type"]), "threshold": float(one["threshold"])} for one in triggers]
    except (KeyError, TypeError, ValueError):
        raise RackError(400, "opts are invalid: min, max and triggers are required") from None
    if any(trigger["type"] not in TRIGGER_TYPES for trigger in checked) or low > high:
        raise RackError(400, f"opts are invalid: a trigger is one of {', '.join(TRIGGER_TYPES)}, and min at most max")
    formation.min, formation.max, formation.triggers = low, high, checked
    formation.triggers_override = True
    return OK


@services("services_triggers_disable")
def services_triggers_disable(context: Context) -> Answer:
    """POST /apps/{app}/services/{service}/triggers/disable."""
    formation = _formation(context, context.app(), context.path("service"))
    formation.min = formation.max = None
    formation.triggers, formation.triggers_override = [], False
    return OK


@services("services_triggers_threshold")
def services_triggers_threshold(context: Context) -> Answer:
    """POST /apps/{app}/services/{service}/triggers/threshold."""
    formation = _formation(context, context.app(), context.path("service"))
    threshold, kind = context.params.number("threshold"), context.value("type") or "cpu"
    if threshold is None:
        raise RackError(400, "threshold required")
    for trigger in formation.triggers:
        if trigger["type"] == kind:
            trigger["threshold"] = threshold
            return OK
    raise RackError(400, f"trigger is not enabled: {kind}")


@services("processes_list")
def processes_list(context: Context) -> Answer:
    """GET /apps/{app}/processes."""
    app = context.app()
    service, release = context.query.text("service"), context.query.text("release")
    return context.reply(
        [
            process.wire()
            for process in app.processes.values()
            if service in (None, "", process.service) and release in (None, "", process.release)
        ]
    )


@services("processes_get")
def processes_get(context: Context) -> Answer:
    """GET /apps/{app}/processes/{pid}."""
    return context.reply(find_process(context).wire())


@services("processes_stop")
def processes_stop(context: Context) -> Answer:
    """DELETE /apps/{app}/processes/{pid}: one of a service is replaced."""
    app, process = context.app(), find_process(context)
    del app.processes[process.id]
    app.log.add(context.rack.clock.now(), "stopping", f"service/{process.service}/{process.id}")
    if not process.one_off:
        context.rack.scale(app, process.service)
    return OK


@services("processes_run")
def processes_run(context: Context) -> Answer:
    """POST /apps/{app}/services/{service}/processes: its options are header fields."""
    app, options = context.app(), context.headers
    release_id = options.text("Release")
    service = context.rack.service(app, context.path("service"))
    release = find_release(app, release_id) if release_id else app.active()
    given: dict[str, Any] = {
        "command": options.text("Command"),
        "image": options.text("Image"),
        "cpu": options.integer("Cpu"),
        "memory": options.integer("Memory"),
        "gpu": options.integer("Gpu"),
        "environment": options.mapping("Environment"),
    }
    for limit in ("Cpu-Limit", "Memory-Limit", "Height", "Width"):
        options.integer(limit)
    process = context.rack.start_process(
        app, service, release=release, one_off=True, **{name: value for name, value in given.items() if value}
    )
    return context.reply(process.wire())


@services("files_upload")
def files_upload(context: Context) -> Answer:
    """POST /apps/{app}/processes/{pid}/files: a .tar, unpacked at the root."""
    process = find_process(context)
    try:
        files = unpack_tar(context.call.incoming.body)
    except BadArchive as problem:
        raise RackError(500, str(problem)) from None
    process.files.update({f"/{name.lstrip('/')}": content for name, content in files.items()})
    return OK


@services("files_download")
def files_download(context: Context) -> Answer:
    """GET /apps/{app}/processes/{pid}/files: a .tar of one file, or of a directory."""
    process, name = find_process(context), context.query.text("file")
    if not name:
        raise RackError(400, "file required")
    place = f"/{name.strip('/')}"
    found = {
        path.lstrip("/"): content
        for path, content in process.files.items()
        if path == place or path.startswith(f"{place}/")
    }
    if not found:
        raise RackError(500, f"tar: {name}: no such file or directory")
    return context.stream(pack_tar(found))


@services("files_delete")
def files_delete(context: Context) -> Answer:
    """DELETE /apps/{app}/processes/{pid}/files; what is not there is passed over."""
    process = find_process(context)
    for name in context.query.items("files") or ():
        process.files.pop(f"/{name.strip('/')}", None)
    return OK


def find_process(context: Context) -> Process:
    """The process that the path names; 404 if there is none."""
    return context.rack.process(context.app(), context.path("pid"))
