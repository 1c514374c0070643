"""Who may call: OAuth clients, API keys, the callers of routes, agents, and the audit log of what they did."""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from .certificates import client_certificate
from .collections import Collection, count, enroll, page
from .failures import conflict, invalid
from .handlers import Context, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .state import Record

callers = Register()

DAY = 86_400.0
KEY_DAYS = 90
SECRET_SHOWN_ONCE = "Store the client secret now: it is not shown again."

oauth_clients = Collection(
    "oauth_clients",
    "oac",
    "OAuth client",
    "oauth_client_id",
    lookup=("id", "client_id"),
    defaults={
        "type": "confidential",
        "grant_types": ["client_credentials"],
        "allowed_scopes": [],
        "redirect_uris": [],
        "require_dpop": False,
        "require_pkce": True,
        "token_format": "opaque",
        "active": True,
        "step_up_scopes": [],
    },
)
api_keys = Collection("api_keys", "key", "API key", "key_id", lookup=("id", "key_id"))
clients = Collection(
    "clients",
    "cli",
    "client",
    "client_id",
    defaults={"type": "server", "ip_address": "", "ip_notes": {}, "enabled": True, "route_assignments": []},
)
credentials = Collection(
    "client_credentials", "cred", "credential", "credential_id", parent=clients, defaults={"enabled": True}
)
agents = Collection(
    "agents",
    "agt",
    "agent",
    "agent_id",
    lookup=("id", "agent_id"),
    defaults={"status": "active", "require_verified_build": False, "has_tamper_events": False},
)
tamper_events = Collection("tamper_events", "tmp", "tamper event", "id", parent=agents)

enroll(callers, api_keys, paged="api_keys_list")
enroll(
    callers,
    clients,
    paged="clients_list",
    get="clients_get",
    create="clients_create",
    update="clients_update",
    delete="clients_delete",
)
enroll(
    callers,
    credentials,
    listing="clients_list_credentials",
    update="clients_update_credential",
    delete="clients_delete_credential",
)
enroll(callers, agents, listing="agents_list")
enroll(callers, tamper_events, listing="agents_get_tamper_events")


# -- OAuth clients: their answers have no meta ---------------------------------------------------------------------


@callers("oauth_clients_list")
def list_oauth_clients(context: Context) -> Answer:
    """Every OAuth client, revoked ones included."""
    return context.answer(oauth_clients.all(context), meta=None)


@callers("oauth_clients_get")
def get_oauth_client(context: Context) -> Answer:
    """One OAuth client, without its secret."""
    return context.answer(oauth_clients.find(context), meta=None)


@callers("oauth_clients_create")
def create_oauth_client(context: Context) -> Answer:
    """Register an OAuth client, which can ask for tokens at once; its secret is in this answer and in no other."""
    body = context.body()
    public = body.get("type") == "public"
    client_secret = None if public else secrets.token_urlsafe(24)
    client_id = f"tk_{secrets.token_hex(8)}"
    record = oauth_clients.create(context, body, client_id=client_id, client_secret=client_secret)
    if public:
        return context.answer(record, meta=None)
    return context.answer(record, meta=None, warning=SECRET_SHOWN_ONCE)


@callers("oauth_clients_update")
def update_oauth_client(context: Context) -> Answer:
    """Change an OAuth client; one that is made inactive loses its tokens."""
    record = oauth_clients.update(context, oauth_clients.find(context), context.body())
    if not record["active"]:
        context.state.tokens.revoke_all(record["client_id"])
    return context.answer(record, meta=None)


@callers("oauth_clients_rotate_secret")
def rotate_secret(context: Context) -> Answer:
    """Give a client a new secret; the old one stops working at once, tokens live on."""
    record = oauth_clients.find(context)
    if record["client_secret"] is None:
        raise conflict("A public client has no secret")
    oauth_clients.update(context, record, {"client_secret": secrets.token_urlsafe(24)})
    return context.answer(record, meta=None, warning=SECRET_SHOWN_ONCE)


@callers("oauth_clients_revoke")
def revoke_oauth_client(context: Context) -> Answer:
    """Revoke a client and every token it holds."""
    record = oauth_clients.find(context)
    if record["active"]:
        oauth_clients.update(context, record, {"active": False, "revoked_at": context.state.now()})
        context.state.tokens.revoke_all(record["client_id"])
    return context.answer({"revoked": True}, meta=None)


# -- API keys, credentials, agents ---------------------------------------------------------------------------------


@callers("api_keys_create")
def create_api_key(context: Context) -> Answer:
    """Make an API key. Without a word about its end it lasts 90 days, with a null for ever."""
    body, state = context.body(), context.state
    key = f"tk_{'test' if state.sandbox else 'live'}_{secrets.token_urlsafe(24)}"
    members = {name: body.get(name) for name in ("rate_limit_requests", "rate_limit_window_sec")}
    members["role_ids"] = body.get("role_ids") or []
    message = "Store the key now: it is not shown again."
    record = state.add_api_key(body["name"], key, ends_at=_end_of_key(context, body), message=message, **members)
    context.record("api_keys.created", "api_keys", record["id"])
    return context.answer(record)


def _end_of_key(context: Context, body: Record) -> float | None:
    now = context.state.clock.now()
    if sum(name in body for name in ("expires_in_days", "expires_at")) + bool(body.get("never_expires")) > 1:
        raise invalid({"expires_at": ["give one of expires_in_days, expires_at and never_expires"]})
    if body.get("never_expires") or any(body.get(name, ...) is None for name in ("expires_in_days", "expires_at")):
        return None  # a null is an answer to the question of when, too: never
    if body.get("expires_at") is not None:
        try:
            moment = datetime.fromisoformat(body["expires_at"].replace("Z", "+00:00"))
        except ValueError:
            raise invalid({"expires_at": ["must be an ISO 8601 time"]}) from None
        ends_at = (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()
    else:
        ends_at = now + body.get("expires_in_days", KEY_DAYS) * DAY
    if ends_at <= now:
        raise invalid({"expires_at": ["must lie in the future"]})
    return float(ends_at)


@callers("api_keys_revoke")
def revoke_api_key(context: Context) -> Answer:
    """Revoke an API key."""
    api_keys.update(context, api_keys.find(context), {"active": False})
    return context.answer({"revoked": True})


@callers("clients_create_credential")
def create_credential(context: Context) -> Answer:
    """Give a client a credential; a certificate that is made here is shown with its key, once."""
    body, client = context.body(), clients.find(context)
    record = credentials.create(context, body, client_id=client["id"])
    if "mtls" in body["kind"] or "cert" in body["kind"]:
        return context.answer({**record, "reveal": client_certificate(client["name"], context.state.clock.now())})
    return context.answer(record)


@callers("agents_create")
def create_agent(context: Context) -> Answer:
    """Register an agent; its secret is in this answer and in no other."""
    agent_id, agent_secret = f"agent-{secrets.token_hex(6)}", f"kas_{secrets.token_urlsafe(24)}"
    return context.answer(agents.create(context, context.body(), agent_id=agent_id, agent_secret=agent_secret))


@callers("agents_revoke")
def revoke_agent(context: Context) -> Answer:
    """Revoke an agent."""
    agents.update(context, agents.find(context), {"status": "revoked"})
    return context.answer({"revoked": True})


# -- the audit log -------------------------------------------------------------------------------------------------


def _entries(context: Context) -> list[Record]:
    action, prefix = context.query("action"), context.query("action_prefix")
    kind = context.query("resource_type")
    return [
        entry
        for entry in context.state.table("audit_logs").values()
        if action in (None, entry["action"])
        and kind in (None, entry["resource_type"])
        and entry["action"].startswith(prefix or "")
    ]


@callers("audit_logs_list")
def list_audit_logs(context: Context) -> Answer:
    """A page of the audit log, newest first."""
    return page(context, _entries(context))


@callers("audit_logs_events")
def list_audit_events(context: Context) -> Answer:
    """The audit log as a stream, oldest first; the cursor says after which entry to go on."""
    limit = count(context, "limit", 100, 1000)
    entries, start = _entries(context), 0
    cursor = context.query("cursor")
    if cursor is not None:
        after = _read_cursor(cursor)
        ids = [entry["id"] for entry in entries]
        if after not in ids:
            raise invalid({"cursor": ["is not a cursor of this stream"]})
        start = ids.index(after) + 1
    chosen = entries[start : start + limit]
    more = start + limit < len(entries)
    meta = {
        "next_cursor": base64.urlsafe_b64encode(chosen[-1]["id"].encode()).decode() if more else None,
        "limit": limit,
        "delivery": "at_least_once",
        "dedupe_on": "id",
        "watermark_seconds": 0,
    }
    return context.answer(chosen, meta=meta)


def _read_cursor(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor.encode()).decode()
    except (binascii.Error, ValueError):
        raise invalid({"cursor": ["is not a cursor of this stream"]}) from None
