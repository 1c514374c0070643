"""Webhooks: who is told of what, and the log of having been told."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from .collections import Collection, enroll, page
from .deliveries import EVENT_TYPES
from .failures import invalid
from .handlers import Context, Register
from .signing import FORMATS

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .state import Record

webhooks = Register()

hooks = Collection(
    "webhooks",
    "wh",
    "webhook",
    "webhook_id",
    defaults={
        "method": "POST",
        "auth_type": "hmac",
        "include_request_body": False,
        "include_response_body": False,
        "include_headers": False,
        "timeout_seconds": 10,
        "retry_on_failure": False,
        "max_retries": 3,
        "enabled": True,
        "trigger_count": 0,
        "success_count": 0,
        "failure_count": 0,
    },
)
logs = Collection("webhook_logs", "whl", "log entry", "id", parent=hooks)

enroll(webhooks, hooks, paged="webhooks_list", get="webhooks_get", delete="webhooks_delete")


@webhooks("webhooks_create")
def create_webhook(context: Context) -> Answer:
    """Register a webhook; its secret is in this answer and in no other."""
    return context.answer(hooks.create(context, _checked(context), secret_key=f"whsec_{secrets.token_urlsafe(24)}"))


@webhooks("webhooks_update")
def update_webhook(context: Context) -> Answer:
    """Change a webhook."""
    return context.answer(hooks.update(context, hooks.find(context), _checked(context)))


@webhooks("webhooks_get_logs")
def get_webhook_logs(context: Context) -> Answer:
    """What was delivered to a webhook, newest first."""
    return page(context, logs.all(context))


@webhooks("webhooks_list_event_types")
def list_event_types(context: Context) -> Answer:
    """What a webhook can be told of."""
    listed = [
        {"value": name, "label": name.replace(".", " ").replace("_", " ").capitalize(), "description": text}
        for name, text in EVENT_TYPES.items()
    ]
    return context.answer({"event_types": listed})


def _checked(context: Context) -> Record:
    """The body, with a single route of the filter as a list of one."""
    body = context.body()
    form = body.get("hmac_format")
    if form is not None and form not in FORMATS:
        raise invalid({"hmac_format": [f"must be one of {', '.join(FORMATS)}"]})
    unknown = [name for name in body.get("event_types") or () if name not in EVENT_TYPES]
    if unknown:
        raise invalid({"event_types": [f"{name} is no event type" for name in unknown]})
    if isinstance(body.get("route_filter"), str):
        body["route_filter"] = [body["route_filter"]]
    return body
