"""Stored secrets: plain values by environment, OAuth connections and certificates."""

from __future__ import annotations

import re
import secrets as randomness
from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import iso

from .collections import Collection, enroll
from .failures import conflict
from .handlers import Context, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .state import Record

stored = Register()
TOKEN_SECONDS = 3600


def _versions(context: Context, record: Record) -> Record:
    versions: dict[str, dict[str, Any]] = record["values"]
    listed = [
        {
            "environment_name": name,
            "value_version": held["version"],
            "updated_at": held["updated_at"],
            "expires_at_override": None,
        }
        for name, held in versions.items()
    ]
    return {"environments": listed, "environment_count": len(listed)}


secrets = Collection(
    "secrets",
    "sec",
    "secret",
    "secret_id",
    lookup=("id", "name"),
    unique="name",
    defaults={"base_environment": "production", "strict_expiry_enforcement": False, "expires_at": None},
    derived=_versions,
)

enroll(stored, secrets, paged="secrets_list", get="secrets_get", update="secrets_update", delete="secrets_delete")


def _create(context: Context, body: Record, value: str, **members: Any) -> Answer:
    environment = body.get("environment") or "production"
    shortcode = re.sub(r"[^A-Za-z0-9]+", "_", body["name"]).strip("_").upper()
    members |= {"shortcode_name": shortcode, "base_environment": environment, "values": {}}
    # The value is kept where no answer's shape looks for it.
    plain = ("name", "description", "secret_type")
    kept = {name: given for name, given in body.items() if name in plain}
    record = secrets.create(context, kept, **{"collection_id": body.get("collection_id"), **members})
    _set(context, record, environment, value)
    return context.answer(secrets.shown(context, record))


def _set(context: Context, record: Record, environment: str, value: str) -> int:
    version = record["values"].get(environment, {"version": 0})["version"] + 1
    record["values"][environment] = {"version": version, "value": value, "updated_at": context.state.now()}
    return int(version)


@stored("secrets_create")
def create_secret(context: Context) -> Answer:
    """Store a value."""
    body = context.body()
    return _create(context, body, body["value"])


@stored("secrets_create_oauth2")
def create_oauth_secret(context: Context) -> Answer:
    """Store an OAuth connection; one that needs a person's consent stays pending."""
    body = context.body()
    connected = body.get("grant_type") in ("client_credentials", "password")
    return _create(
        context,
        body,
        body.get("client_secret", ""),
        secret_type="oauth2_token",
        provider=body["provider"],
        redirect_uri=f"https://{context.state.tenant}.knoxcall.com/oauth/callback",
        connection_status="connected" if connected else "pending",
        mtls_certificate_id=body.get("mtls_certificate_id"),
    )


@stored("secrets_create_certificate")
def create_certificate_secret(context: Context) -> Answer:
    """Store a certificate."""
    body = context.body()
    kind = body.get("certificate_type") or "pem"
    members: Record = {"secret_type": "certificate", "certificate_type": kind, "metadata": {}}
    return _create(context, body, body["certificate_content"], **members)


@stored("secrets_set_value")
def set_value(context: Context) -> Answer:
    """Replace a secret's value in one environment."""
    record, body = secrets.find(context), context.body()
    environment = body.get("environment") or record["base_environment"]
    version = _set(context, record, environment, body["value"])
    context.record("secrets.value_set", "secrets", record["id"], environment=environment)
    return context.answer({**record, "environment": environment, "value_version": version})


@stored("secrets_get_oauth_token")
def get_oauth_token(context: Context) -> Answer:
    """A token of an OAuth connection; 409 unless the secret is one and is connected."""
    record = secrets.find(context)
    if record.get("connection_status") != "connected":
        raise conflict("This secret is not a connected OAuth connection")
    return context.answer(
        {
            "access_token": f"upstream_{randomness.token_urlsafe(16)}",
            "expires_at": iso(context.state.clock.now() + TOKEN_SECONDS),
            "token_type": "Bearer",
            "connection_status": "connected",
        }
    )
