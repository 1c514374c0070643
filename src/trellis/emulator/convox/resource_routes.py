"""Resources: those that an app's manifest asks for, and those of the rack itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .failures import RackError, missing
from .handlers import OK, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .handlers import Context
    from .records import App

resources = Register()

PORTS = {"postgres": 5432, "mysql": 3306, "mariadb": 3306, "redis": 6379, "memcached": 11211}
KINDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "memcached": (),
    "mysql": (("storage", "10", "size of the disk in GB"), ("version", "8.0", "version of the server")),
    "postgres": (("storage", "10", "size of the disk in GB"), ("version", "16", "version of the server")),
    "redis": (("version", "7", "version of the server"),),
    "webhook": (("url", "", "where events are sent to"),),
}
"""Kinds of resource, with their parameters as (name, default, description)."""


@resources("resources_list")
def resources_list(context: Context) -> Answer:
    """GET /apps/{app}/resources; null for an app that asks for none."""
    app = context.app()
    return context.reply([_of_app(context, app, name, kind) for name, kind in _declared(app).items()] or None)


@resources("resources_get")
def resources_get(context: Context) -> Answer:
    """GET /apps/{app}/resources/{name}."""
    app, name = context.app(), context.path("name")
    return context.reply(_of_app(context, app, name, find_resource(context)))


@resources("resources_export")
def resources_export(context: Context) -> Answer:
    """GET /apps/{app}/resources/{name}/data."""
    kind, name = find_resource(context), context.path("name")
    empty = f"-- dump of {kind} {name}\n".encode()
    return context.stream(context.app().resource_data.get(name, empty))


@resources("resources_import")
def resources_import(context: Context) -> Answer:
    """PUT /apps/{app}/resources/{name}/data."""
    find_resource(context)
    context.app().resource_data[context.path("name")] = context.call.incoming.body
    return OK


def find_resource(context: Context) -> str:
    """The kind of the app's resource that the path names; 404 if there is none."""
    declared, name = _declared(context.app()), context.path("name")
    if name not in declared:
        raise missing("resource", name)
    return declared[name]


def _declared(app: App) -> dict[str, str]:
    release = app.active()
    return release.content().resources if release is not None else {}


def _of_app(context: Context, app: App, name: str, kind: str) -> dict[str, Any]:
    host = f"resource-{name}.{context.rack.name}-{app.name}.svc.cluster.local"
    return {
        "name": name,
        "status": "running",
        "type": kind,
        "url": f"{kind}://app:secret-of-{name}@{host}:{PORTS.get(kind, 80)}/app",
    }


@resources("resources_system_list")
def system_list(context: Context) -> Answer:
    """GET /resources; null while there are none."""
    return context.reply(list(context.rack.resources.values()) or None)


@resources("resources_system_types")
def system_types(context: Context) -> Answer:
    """OPTIONS /resources."""
    return context.reply(
        [
            {
                "name": kind,
                "parameters": [
                    {"default": default, "description": description, "name": name}
                    for name, default, description in parameters
                ]
                or None,
            }
            for kind, parameters in KINDS.items()
        ]
    )


@resources("resources_system_create")
def system_create(context: Context) -> Answer:
    """POST /resources."""
    kind, parameters = context.value("kind"), context.params.mapping("parameters") or {}
    if not kind:
        raise RackError(400, "kind required")
    if kind not in KINDS:
        raise RackError(400, f"resource type is invalid: {kind}")
    name = context.params.text("name") or f"{kind}-{len(context.rack.resources) + 1}"
    if name in context.rack.resources:
        raise RackError(409, f"resource already exists: {name}")
    defaults = {key: default for key, default, _ in KINDS[kind] if default}
    unknown = parameters.keys() - {key for key, _, _ in KINDS[kind]}
    if unknown:
        raise RackError(400, f"parameter is invalid: {', '.join(sorted(unknown))}")
    made = {
        "name": name,
        "parameters": {**defaults, **parameters},
        "status": "running",
        "type": kind,
        "url": f"{kind}://rack:secret-of-{name}@{name}.{context.rack.name}.internal:{PORTS.get(kind, 80)}/",
    }
    if not made["parameters"]:
        del made["parameters"]
    context.rack.resources[name] = made
    return context.reply(made)


@resources("resources_system_get")
def system_get(context: Context) -> Answer:
    """GET /resources/{name}."""
    return context.reply(_of_rack(context))


@resources("resources_system_delete")
def system_delete(context: Context) -> Answer:
    """DELETE /resources/{name}."""
    _of_rack(context)
    del context.rack.resources[context.path("name")]
    return OK


@resources("resources_system_update")
def system_update(context: Context) -> Answer:
    """PUT /resources/{name}: refused by racks on Kubernetes."""
    _of_rack(context)
    raise RackError(400, "resources of this rack can not be updated")


@resources("resources_system_link")
def system_link(context: Context) -> Answer:
    """POST /resources/{name}/links: refused by racks on Kubernetes."""
    _of_rack(context)
    raise RackError(400, "resources of this rack can not be linked")


@resources("resources_system_unlink")
def system_unlink(context: Context) -> Answer:
    """DELETE /resources/{name}/links/{app}: refused by racks on Kubernetes."""
    _of_rack(context)
    raise RackError(400, "resources of this rack can not be unlinked")


def _of_rack(context: Context) -> dict[str, Any]:
    name = context.path("name")
    if name not in context.rack.resources:
        raise missing("resource", name)
    found: dict[str, Any] = context.rack.resources[name]
    return found
