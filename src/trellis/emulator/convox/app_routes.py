"""Apps: made, changed, deleted, their configs, metrics, balancers and manifest."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from .failures import RackError, missing, unsupported
from .handlers import OK, Register
from .metrics import metrics_between

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .handlers import Context

apps = Register()


@apps("apps_list")
def apps_list(context: Context) -> Answer:
    """GET /apps."""
    now = context.rack.clock.now()
    return context.reply([app.wire(now) for _, app in sorted(context.rack.apps.items())])


@apps("apps_get")
def apps_get(context: Context) -> Answer:
    """GET /apps/{name}."""
    return context.reply(context.app().wire(context.rack.clock.now()))


@apps("apps_create")
def apps_create(context: Context) -> Answer:
    """POST /apps."""
    name = context.value("name")
    if not name:
        raise RackError(400, "name required")
    context.params.integer("timeout")
    app = context.rack.create_app(name, context.params.text("generation") or "2")
    return context.reply(app.wire(context.rack.clock.now()))


@apps("apps_update")
def apps_update(context: Context) -> Answer:
    """PUT /apps/{name}."""
    app = context.app()
    lock, parameters = context.params.flag("lock"), context.params.mapping("parameters")
    if lock is not None:
        app.locked = lock
    app.parameters.update(parameters or {})
    return OK


@apps("apps_delete")
def apps_delete(context: Context) -> Answer:
    """DELETE /apps/{name}."""
    app = context.app()
    if app.locked:
        raise RackError(409, f"app is locked: {app.name}")
    del context.rack.apps[app.name]
    context.rack.say(f"app deleted: {app.name}")
    return OK


@apps("apps_cancel")
def apps_cancel(context: Context) -> Answer:
    """POST /apps/{name}/cancel."""
    context.rack.cancel(context.app())
    return OK


@apps("apps_metrics")
def apps_metrics(context: Context) -> Answer:
    """GET /apps/{name}/metrics: gone with the generation before."""
    context.app()
    raise unsupported()


@apps("apps_metrics_by_service")
def apps_metrics_by_service(context: Context) -> Answer:
    """GET /apps/{app}/metrics-by-service."""
    app = context.app()
    release = app.active()
    names = [service.name for service in release.content().services] if release else []
    wanted = context.query.items("services") or names
    metrics = metrics_between(context.query, context.rack.clock.now())
    return context.reply([{"name": name, "metrics": metrics} for name in names if name in wanted])


@apps("apps_manifest_service")
def apps_manifest_service(context: Context) -> Answer:
    """GET /apps/{app}/manifest/services/{service}."""
    app = context.app()
    service = context.rack.service(app, context.path("service"))
    shown: dict[str, Any] = {"name": service.name}
    if service.environment:
        shown["environment"] = list(service.environment)
    return context.reply({**shown, "scale": {"min": service.count, "max": service.count}})


@apps("balancers_list")
def balancers_list(context: Context) -> Answer:
    """GET /apps/{app}/balancers."""
    app = context.app()
    release = app.active()
    return context.reply(
        [
            {
                "name": balancer.name,
                "endpoint": f"{balancer.name}.{app.name}.{context.state.settings.domain}",
                "ports": [
                    {"protocol": "TCP", "source": outside, "target": inside} for outside, inside in balancer.ports
                ]
                or None,
                "service": balancer.service,
            }
            for balancer in (release.content().balancers if release else ())
        ]
    )


@apps("configs_list")
def configs_list(context: Context) -> Answer:
    """GET /apps/{app}/configs; null while there are none."""
    configs = context.app().configs
    return context.reply([{"name": name, "value": value} for name, value in sorted(configs.items())] or None)


@apps("configs_get")
def configs_get(context: Context) -> Answer:
    """GET /apps/{app}/configs/{name}."""
    name, configs = context.path("name"), context.app().configs
    if name not in configs:
        raise missing("config", name)
    return context.reply({"name": name, "value": configs[name]})


@apps("configs_set")
def configs_set(context: Context) -> Answer:
    """PUT /apps/{app}/configs/{name}."""
    app, value = context.app(), context.value("value")
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise RackError(400, "illegal base64 data in value") from None
    app.configs[context.path("name")] = value
    return OK
