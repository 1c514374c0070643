"""Vaults: values kept under tokens that stand for them."""

from __future__ import annotations

import base64
import secrets
import uuid
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import iso

from .collections import Collection, enroll, page
from .failures import conflict, invalid, not_found
from .handlers import Context, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .state import Record

kept = Register()
DAY = 86_400.0


def _stats(context: Context, vault: Record) -> Record:
    now = context.state.clock.now()
    mine = [token for token in context.state.table("vault_tokens").values() if token["parent_id"] == vault["id"]]
    live = [token for token in mine if token["ends_at"] is None or token["ends_at"] > now]
    soon = [token for token in live if token["ends_at"] is not None and token["ends_at"] <= now + DAY]
    return {"stats": {"token_count": len(mine), "active_count": len(live), "expiring_in_24h": len(soon)}}


vaults = Collection(
    "vaults",
    "vlt",
    "vault",
    "name_or_id",
    lookup=("id", "name"),
    unique="name",
    defaults={
        "token_format": "uuid",
        "custody_mode": "managed",
        "default_ttl_seconds": None,
        "metadata_jsonb": {},
        "enabled": True,
    },
    derived=_stats,
)
tokens = Collection("vault_tokens", "vtk", "token", "id_or_token", lookup=("id", "token"), parent=vaults)

enroll(kept, vaults, paged="vaults_list", get="vaults_get", update="vaults_update", delete="vaults_delete")
enroll(kept, tokens, delete="vaults_delete_token")


@kept("vaults_create")
def create_vault(context: Context) -> Answer:
    """Make a vault, with a key of its own."""
    crypto_key_id = f"key_{secrets.token_hex(6)}"
    return context.answer(vaults.create(context, context.body(), crypto_key_id=crypto_key_id, key_version=1))


@kept("vaults_rotate")
def rotate_vault(context: Context) -> Answer:
    """Give a vault a new version of its key."""
    vault = vaults.find(context)
    vaults.update(context, vault, {"key_version": vault["key_version"] + 1})
    return context.answer({"new_version": vault["key_version"]})


@kept("vaults_list_tokens")
def list_tokens(context: Context) -> Answer:
    """The tokens of a vault, without what they stand for."""
    return page(context, tokens.all(context))


@kept("vaults_tokenize")
def tokenize(context: Context) -> Answer:
    """Keep a value and give its token."""
    return context.answer(_tokenize(context, vaults.find(context), context.body()))


@kept("vaults_bulk_tokenize")
def bulk_tokenize(context: Context) -> Answer:
    """Keep several values; all or none."""
    vault, values = vaults.find(context), context.body()["values"]
    wrong = [str(place) for place, value in enumerate(values) if not isinstance(value.get("value"), str)]
    if wrong:
        raise invalid({"values": [f"item {place} has no value" for place in wrong]})
    made = [_tokenize(context, vault, value) for value in values]
    return context.answer({"tokens": made, "count": len(made)})


def _tokenize(context: Context, vault: Record, body: Record) -> Record:
    if not vault["enabled"]:
        raise conflict("This vault is not enabled")
    life = body.get("ttl_seconds", vault["default_ttl_seconds"])
    ends_at = None if life is None else context.state.clock.now() + life
    return tokens.create(
        context,
        {},
        token=_token(vault["token_format"], body["value"]),
        value=body["value"],
        metadata=body.get("metadata"),
        ends_at=ends_at,
        expires_at=None if ends_at is None else iso(ends_at),
        card_expires_on=_card_end(body),
        crypto_key_version=vault["key_version"],
    )


def _token(token_format: str, value: str) -> str:
    if token_format == "uuid":
        return str(uuid.uuid4())
    if token_format in ("numeric", "card", "pan", "format_preserving"):
        # As many digits as the value has, so that it fits wherever the value did.
        return "".join(secrets.choice("0123456789") if sign.isdigit() else sign for sign in value)
    return f"tok_{secrets.token_urlsafe(16)}"


def _card_end(body: dict[str, Any]) -> str | None:
    month, year = body.get("card_exp_month"), body.get("card_exp_year")
    if month is None or year is None:
        return None
    try:
        return datetime(year, month, 1, tzinfo=timezone.utc).date().isoformat()
    except ValueError:
        raise invalid({"card_exp_month": ["is no month"]}) from None


def _live(context: Context) -> Record:
    token = tokens.find(context)
    if token["ends_at"] is not None and token["ends_at"] <= context.state.clock.now():
        raise not_found("token")
    return token


@kept("vaults_detokenize")
def detokenize(context: Context) -> Answer:
    """The value that a token stands for, while it is good."""
    token = _live(context)
    return context.answer({**token, "value_b64": base64.b64encode(token["value"].encode()).decode()})


@kept("vaults_update_token")
def update_token(context: Context) -> Answer:
    """Replace what is noted about a token."""
    tokens.update(context, _live(context), context.body())
    return context.answer({"updated": True})
