"""The rack itself: what it is, its instances, registries, tokens and events, and the two checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trellis.emulator.exchange import Answer

from .failures import RackError, missing, unsupported
from .go_values import go_time
from .handlers import OK, Register
from .metrics import metrics_between
from .settings import ROLES

if TYPE_CHECKING:
    from .handlers import Context

system = Register()

INSTANCE_CPU, INSTANCE_MEMORY = 2000, 8192
LONGEST_TOKEN_HOURS = 8760


@system("health_check")
def health_check(context: Context) -> Answer:
    """GET /check: open to anybody, and without the final newline of the others."""
    return Answer.text("ok", 200)


@system("auth_check")
def auth_check(context: Context) -> Answer:
    """GET /auth: the credentials are good, or this would not have been reached."""
    return OK


@system("system_get")
def system_get(context: Context) -> Answer:
    """GET /system."""
    settings, rack = context.state.settings, context.rack
    return context.reply(
        {
            "count": len(rack.instances),
            "domain": f"router.{settings.domain}",
            "name": rack.name,
            "parameters": {"high_availability": "true", "node_type": "t3.large"},
            "provider": settings.provider,
            "rack-domain": settings.domain,
            "router-internal": "",
            "region": settings.region,
            "status": "running",
            "type": "t3.large",
            "version": settings.version,
        }
    )


@system("system_update")
def system_update(context: Context) -> Answer:
    """PUT /system."""
    context.params.integer("count")
    raise unsupported()


@system("system_releases")
def system_releases(context: Context) -> Answer:
    """GET /system/releases."""
    raise unsupported()


@system("system_capacity")
def system_capacity(context: Context) -> Answer:
    """GET /system/capacity."""
    processes = [process for app in context.rack.apps.values() for process in app.processes.values()]
    return context.reply(
        {
            "cluster-cpu": INSTANCE_CPU * len(context.rack.instances),
            "cluster-gpu": 0,
            "cluster-memory": INSTANCE_MEMORY * len(context.rack.instances),
            "process-count": len(processes),
            "process-cpu": int(sum(process.cpu for process in processes)),
            "process-gpu": sum(process.gpu for process in processes),
            "process-memory": int(sum(process.memory for process in processes)),
        }
    )


@system("system_metrics")
def system_metrics(context: Context) -> Answer:
    """GET /system/metrics."""
    return context.reply(metrics_between(context.query, context.rack.clock.now()))


@system("system_processes")
def system_processes(context: Context) -> Answer:
    """GET /system/processes; with `all` those of the apps, too."""
    rack = context.rack
    own = {
        "id": f"api-{rack.name}",
        "app": "system",
        "command": "",
        "cpu": 0.0,
        "gpu": 0,
        "host": "10.0.1.17",
        "image": f"convox/convox:{context.state.settings.version}",
        "instance": next(iter(rack.instances), ""),
        "memory": 0.0,
        "name": "api",
        "ports": None,
        "release": context.state.settings.version,
        "started": go_time(rack.started),
        "status": "running",
    }
    others = [process.wire() for app in rack.apps.values() for process in app.processes.values()]
    return context.reply([own, *(others if context.query.flag("all") else ())])


@system("system_jwt_token")
def system_jwt_token(context: Context) -> Answer:
    """POST /system/jwt/token."""
    role, hours = context.value("role"), context.value("durationInHour")
    wanted = next((known for known in ROLES if known == role), None)
    if wanted is None:
        raise RackError(400, f"role is invalid: {role!r} is none of {', '.join(ROLES)}")
    if not hours.isdecimal() or not 1 <= int(hours) <= LONGEST_TOKEN_HOURS:
        raise RackError(400, f"durationInHour is invalid: it is 1 to {LONGEST_TOKEN_HOURS}")
    if wanted == "admin":
        context.caller.must_be_admin()
    return context.reply({"token": context.rack.tokens.mint(wanted, int(hours))})


@system("system_jwt_rotate")
def system_jwt_rotate(context: Context) -> Answer:
    """PUT /system/jwt/rotate."""
    context.rack.tokens.rotate()
    return OK


@system("system_karpenter_cleanup")
def system_karpenter_cleanup(context: Context) -> Answer:
    """POST /system/karpenter/cleanup."""
    context.rack.say("karpenter: cleaned up")
    return OK


@system("letsencrypt_config_get")
def letsencrypt_config_get(context: Context) -> Answer:
    """GET /letsencrypt/config; its solvers are null until some are set."""
    return context.reply(context.rack.letsencrypt)


@system("letsencrypt_config_apply")
def letsencrypt_config_apply(context: Context) -> Answer:
    """PUT /letsencrypt/config: the one operation that reads JSON."""
    try:
        config = json.loads(context.call.incoming.body)
    except ValueError:
        raise RackError(500, "json: invalid configuration: that is no JSON") from None
    if config is None:  # to a Go server, an object of which nothing was said
        config = {}
    solvers = config.get("solvers") if isinstance(config, dict) else config
    if solvers is not None and not (isinstance(solvers, list) and all(isinstance(solver, dict) for solver in solvers)):
        raise RackError(500, "json: invalid configuration: an object is wanted, with a list of objects as solvers")
    kept = None if solvers is None else [_solver(solver) for solver in solvers]
    context.rack.letsencrypt = {"role": str(config.get("role") or ""), "solvers": kept}
    return OK


def _solver(solver: dict[str, object]) -> dict[str, object]:
    return {"id": solver.get("id", 0), "dns-zones": solver.get("dns-zones"), "route53": solver.get("route53")}


@system("events_send")
def events_send(context: Context) -> Answer:
    """POST /events."""
    options = context.params
    action = context.value("action")
    if not action:
        raise RackError(400, "action required")
    event = {
        "action": action,
        "data": options.mapping("data") or {},
        "error": options.text("error"),
        "status": options.text("status") or "success",
    }
    context.rack.events.append(event)
    context.rack.say(f"event: {action}")
    return OK


@system("instances_list")
def instances_list(context: Context) -> Answer:
    """GET /instances."""
    return context.reply(
        [
            {
                "agent": True,
                "cpu": 0.25,
                "cpu-capacity": float(INSTANCE_CPU),
                "cpu-allocatable": float(INSTANCE_CPU - 70),
                "gpu-capacity": 0,
                "gpu-allocatable": 0,
                "id": instance_id,
                "memory": 0.5,
                "memory-capacity": float(INSTANCE_MEMORY),
                "memory-allocatable": float(INSTANCE_MEMORY - 1024),
                "private-ip": f"10.0.1.{number}",
                "processes": 3,
                "public-ip": "",
                "status": "running",
                "started": go_time(started),
            }
            for number, (instance_id, started) in enumerate(context.rack.instances.items(), start=17)
        ]
    )


@system("instances_terminate")
def instances_terminate(context: Context) -> Answer:
    """DELETE /instances/{id}."""
    instance_id = context.path("id")
    if instance_id not in context.rack.instances:
        raise missing("instance", instance_id)
    del context.rack.instances[instance_id]
    return OK


@system("instances_keyroll")
def instances_keyroll(context: Context) -> Answer:
    """POST /instances/keyroll."""
    raise unsupported()


@system("registries_list")
def registries_list(context: Context) -> Answer:
    """GET /registries; null while there are none."""
    return context.reply([registry for _, registry in sorted(context.rack.registries.items())] or None)


@system("registries_add")
def registries_add(context: Context) -> Answer:
    """POST /registries; one of the same server is replaced."""
    registry = {name: context.value(name) for name in ("server", "username", "password")}
    if not registry["server"]:
        raise RackError(400, "server required")
    context.rack.registries[registry["server"]] = registry
    return context.reply(registry)


@system("registries_remove")
def registries_remove(context: Context) -> Answer:
    """DELETE /registries/{server}."""
    server = context.path("server")
    if server not in context.rack.registries:
        raise missing("registry", server)
    del context.rack.registries[server]
    return OK
