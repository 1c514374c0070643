"""Databases that the gateway makes short-lived logins for: connections, roles, leases."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trellis.emulator.clock import iso

from .collections import Collection, count, enroll
from .failures import conflict, invalid, not_found
from .handlers import Context, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .state import Record

databases = Register()

connections = Collection(
    "db_connections",
    "dbc",
    "connection",
    "name|connection_name",
    lookup=("name",),
    unique="name",
    defaults={
        "host": "",
        "admin_username": "",
        "execution_mode": "direct",
        "default_ttl_seconds": 3600,
        "max_ttl_seconds": 86_400,
        "connect_options": {},
        "enabled": True,
    },
)
db_roles = Collection("db_roles", "dbr", "role", "role", lookup=("name",), unique="name", parent=connections)

enroll(
    databases,
    connections,
    listing="dynamic_db_list",
    get="dynamic_db_get",
    create="dynamic_db_create",
    update="dynamic_db_update",
    delete="dynamic_db_delete",
)
enroll(databases, db_roles, listing="dynamic_db_list_roles", delete="dynamic_db_delete_role")


@databases("dynamic_db_rotate_ssh_key")
def rotate_ssh_key(context: Context) -> Answer:
    """Replace the key of a connection's tunnel."""
    record, body = connections.find(context), context.body()
    connections.update(context, record, body)
    return context.answer({"rotated": record["name"], "fingerprint_updated": "ssh_host_fingerprint" in body})


@databases("dynamic_db_create_role")
def create_role(context: Context) -> Answer:
    """Say how a login is made and undone, in SQL or by the name of a template."""
    body, connection = context.body(), connections.find(context)
    if "template" not in body and "creation_sql" not in body:
        raise invalid({"creation_sql": ["give creation_sql or template"]})
    record = db_roles.create(
        context,
        body,
        creation_sql_template=body.get("creation_sql") or f"-- template {body.get('template')}",
        revocation_sql_template=body.get("revocation_sql") or "",
    )
    return context.answer({**record, "connection": connection["name"]})


@databases("dynamic_db_update_role")
def update_role(context: Context) -> Answer:
    """Change a role."""
    body = context.body()
    changes = {
        {"creation_sql": "creation_sql_template", "revocation_sql": "revocation_sql_template"}.get(name, name): value
        for name, value in body.items()
    }
    record = db_roles.update(context, db_roles.find(context), changes)
    return context.answer({"updated": record["name"]})


@databases("dynamic_db_mint")
def mint(context: Context) -> Answer:
    """Make a login; its password is in this answer and in no other."""
    connection, role = connections.find(context), db_roles.find(context)
    if not connection["enabled"]:
        raise conflict("This connection is not enabled")
    life = context.body().get("ttl_seconds") or role.get("default_ttl_seconds") or connection["default_ttl_seconds"]
    longest = role.get("max_ttl_seconds") or connection["max_ttl_seconds"]
    if not 0 < life <= longest:
        raise invalid({"ttl_seconds": [f"must be from 1 to {longest}"]})
    state = context.state
    ends_at, number = state.clock.now() + life, state.number()
    lease = state.add(
        "db_leases",
        "lease",
        lease_id=number,
        ends_at=ends_at,
        expires_at=iso(ends_at),
        issued_at=state.now(),
        revoked=False,
        username=f"v_{role['name']}_{secrets.token_hex(4)}",
        connection_name=connection["name"],
        role_name=role["name"],
        engine=connection["engine"],
    )
    context.record("db_leases.minted", "db_leases", str(number))
    return context.answer({**lease, "password": secrets.token_urlsafe(18)})


@databases("dynamic_db_list_leases")
def list_leases(context: Context) -> Answer:
    """Leases, newest first, paged by limit and offset inside the data."""
    limit, offset = count(context, "limit", 50, 500), count(context, "offset", 0, None, least=0)
    wanted = context.query("connection")
    leases = [
        {**lease, "id": lease["lease_id"], "status": _status(context, lease)}
        for lease in reversed(context.state.table("db_leases").values())
        if wanted in (None, lease["connection_name"])
    ]
    chosen = leases[offset : offset + limit]
    return context.answer({"leases": chosen, "total": len(leases), "limit": limit, "offset": offset})


def _status(context: Context, lease: Record) -> str:
    if lease["revoked"]:
        return "revoked"
    return "active" if lease["ends_at"] > context.state.clock.now() else "expired"


@databases("dynamic_db_revoke_lease")
def revoke_lease(context: Context) -> Answer:
    """End a lease before its time."""
    wanted = context.path_params["lease_id"]
    for lease in context.state.table("db_leases").values():
        if str(lease["lease_id"]) == wanted:
            lease["revoked"] = True
            return context.answer({"revoked": lease["lease_id"]})
    raise not_found("lease")
