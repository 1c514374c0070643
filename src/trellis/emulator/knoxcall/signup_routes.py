"""Signing up: a handle at once, the tenant when the mail was confirmed, which a test does by hand."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from trellis.emulator.clock import iso

from .failures import GatewayError, conflict, not_found
from .handlers import Context, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

signup = Register()
HANDLE_SECONDS = 86_400.0
POLL_SECONDS = 5
DOCUMENTATION = "https://docs.knoxcall.com"


@signup("signup_create")
def create_signup(context: Context) -> Answer:
    """Take a request for a tenant; there is none before the mail is confirmed."""
    body, state = context.body(), context.state
    slug = body.get("tenant_slug") or re.sub(r"[^a-z0-9]+", "-", body["tenant_name"].lower()).strip("-")
    if slug == state.tenant or any(record["slug"] == slug for record in state.table("signups").values()):
        raise conflict("This tenant slug is taken")
    record = state.add(
        "signups",
        "sgn",
        claim_handle=f"clm_{secrets.token_urlsafe(24)}",
        claim_path="/v1/signup/claim",
        email=body["email"],
        slug=slug,
        name=body["tenant_name"],
        region=body.get("region") or "local",
        confirmed=False,
        claimed=False,
        ends_at=state.clock.now() + HANDLE_SECONDS,
        expires_at=iso(state.clock.now() + HANDLE_SECONDS),
        poll_after_seconds=POLL_SECONDS,
        status="pending_confirmation",
        message="Confirm the mail we sent, then claim the tenant.",
        documentation=DOCUMENTATION,
    )
    return context.answer(record)


@signup("signup_claim")
def claim_signup(context: Context) -> Answer:
    """Hand the tenant over, once, after `state.confirm_signup()`; 202 before."""
    state, handle = context.state, context.body()["claim_handle"]
    record = next((kept for kept in state.table("signups").values() if kept["claim_handle"] == handle), None)
    if record is None:
        raise not_found("claim handle")
    if record["ends_at"] <= state.clock.now() or record["claimed"]:
        raise GatewayError(410, "gone", "This claim handle was used or has expired")
    if not record["confirmed"]:
        told = ("status", "message", "poll_after_seconds", "expires_at", "documentation")
        return context.answer({name: record[name] for name in told}, status=202)
    record["claimed"] = True
    key = state.add_api_key("starter", f"tk_test_{secrets.token_urlsafe(18)}")
    tenant = {"id": f"ten_{record['slug']}", "plan": "free", **{n: record[n] for n in ("slug", "name", "region")}}
    sandbox_host = f"sandbox-{record['slug']}.knoxcall.com"
    return context.answer(
        {
            "status": "ready",
            "tenant": tenant,
            "starter": {
                "route": None,
                "api_key": key,
                "sandbox_host": sandbox_host,
                "curl": f"curl https://{sandbox_host}/",
            },
            "sandbox": {
                "management_api": "https://sandbox.knoxcall.com",
                "proxy_host": sandbox_host,
                "note": "Nothing here is live.",
            },
            "documentation": DOCUMENTATION,
        }
    )
