"""Routes, what they do in each environment, and the environments themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .collections import Collection, enroll, page
from .failures import conflict, invalid, not_found
from .handlers import Context, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .state import Record

gateway = Register()


def _overrides(context: Context, route: Record) -> Record:
    configured = [
        record["environment_name"]
        for record in context.state.table("route_environments").values()
        if record["parent_id"] == route["id"]
    ]
    return {"environment_override_count": len(configured), "configured_environments": configured}


routes = Collection(
    "routes",
    "rt",
    "route",
    "route_id",
    lookup=("id", "slug"),
    defaults={
        "base_environment": "production",
        "enabled": True,
        "requires_clients": False,
        "intercept_enabled": False,
        "require_signature": False,
        "rate_limit_enabled": False,
        "injection_rules": [],
        "ip_allowlist": [],
    },
    derived=_overrides,
)
route_environments = Collection(
    "route_environments",
    "rte",
    "environment of this route",
    "env_name",
    lookup=("environment_name",),
    parent=routes,
    defaults={
        "inject_headers_json": {},
        "inject_body_json": {},
        "injection_rules": [],
        "ip_allowlist": [],
        "require_signature": False,
        "signature_tolerance_sec": 300,
        "rate_limit_enabled": False,
        "enabled": True,
        "requires_clients": False,
        "payload_structure": {},
        "intercept_enabled": False,
    },
)
actions = Collection(
    "route_actions",
    "act",
    "action",
    "action_id",
    parent=routes,
    defaults={"content_type": "application/json", "sort_order": 0},
)
environments = Collection(
    "environments",
    "env",
    "environment",
    "env_id",
    lookup=("id", "name"),
    unique="name",
    defaults={"color": "#6b7280", "is_default": False},
)

enroll(gateway, routes, paged="routes_list", get="routes_get", delete="routes_delete")
enroll(gateway, route_environments, listing="routes_list_environments", delete="routes_delete_environment")
enroll(
    gateway,
    actions,
    listing="routes_list_actions",
    create="routes_create_action",
    delete="routes_delete_action",
)
enroll(gateway, environments, listing="environments_list")


@gateway("routes_create")
def create_route(context: Context) -> Answer:
    """Create a route; its slug is made from its name, and made unlike all others."""
    body = context.body()
    _check_target(body)
    stem = re.sub(r"[^a-z0-9]+", "-", body["name"].lower()).strip("-") or "route"
    taken = {route["slug"] for route in context.state.table("routes").values()}
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    slug = next(name for name in candidates if name not in taken)
    return context.answer(routes.shown(context, routes.create(context, body, slug=slug)))


@gateway("routes_update")
def update_route(context: Context) -> Answer:
    """Change a route; its slug stays."""
    body = context.body()
    _check_target(body)
    return context.answer(routes.shown(context, routes.update(context, routes.find(context), body)))


@gateway("routes_get_logs")
def get_route_logs(context: Context) -> Answer:
    """The calls that went through a route."""
    route_id = routes.find(context)["id"]
    return page(context, [log for log in context.state.table("route_logs").values() if log["parent_id"] == route_id])


@gateway("routes_upsert_environment")
def upsert_route_environment(context: Context) -> Answer:
    """Set what a route does in one environment; what is not given stays, or is the route's own."""
    route, name, body = routes.find(context), context.path_params["env_name"], context.body()
    _check_target(body)
    for record in route_environments.all(context):
        if record["environment_name"] == name:
            return context.answer(route_environments.update(context, record, body))
    target = {"target_base_url": route["target_base_url"], **body}
    return context.answer(route_environments.create(context, target, environment_name=name, route_id=route["id"]))


@gateway("environments_create")
def create_environment(context: Context) -> Answer:
    """Create an environment; the default one is one only."""
    body = context.body()
    record = environments.create(context, {"display_name": body["name"].title(), **body})
    _keep_one_default(context, record)
    return context.answer(record)


@gateway("environments_update")
def update_environment(context: Context) -> Answer:
    """Change an environment."""
    record = environments.update(context, environments.find(context), context.body())
    _keep_one_default(context, record)
    return context.answer(record)


@gateway("environments_delete")
def delete_environment(context: Context) -> Answer:
    """Delete an environment, unless it is the default."""
    record = environments.find(context)
    if record["is_default"]:
        raise conflict("The default environment cannot be deleted")
    environments.delete(context, record)
    return context.answer({"deleted": True})


def route_for(context_routes: dict[str, Record], name: str) -> Record:
    """The route that a call names, by slug, id or name; 404 if there is none."""
    for route in context_routes.values():
        if name in (route["slug"], route["id"], route["name"]):
            return route
    raise not_found("route")


def _keep_one_default(context: Context, record: Record) -> None:
    if record["is_default"]:
        for other in context.state.table("environments").values():
            other["is_default"] = other is record


def _check_target(body: Record) -> None:
    target = body.get("target_base_url")
    if target is None:
        return
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise invalid({"target_base_url": ["must be an http or https URL"]})
