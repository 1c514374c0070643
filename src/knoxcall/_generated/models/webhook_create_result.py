"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["WebhookCreateResult"]


class WebhookCreateResult(TypedDict):
    """A created webhook, with the signing key that is shown this once."""

    id: str
    name: str
    description: str | None
    url: str
    method: str
    event_types: list[str]
    """Names of events."""
    auth_type: str
    enabled: bool
    hmac_key_id: str | None
    hmac_format: str | None
    """How deliveries are signed."""
    hmac_header_name: str | None
    """The header of the custom form."""
    created_at: str
    """ISO 8601."""
    secret_key: str
    """The key that signs deliveries, shown this once."""
