"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["ClientFull"]


class ClientFull(TypedDict):
    """A client with all that the service keeps about it."""

    id: str
    tenant_id: str
    """The tenant it belongs to."""
    name: str
    type: str
    ip_address: str
    description: str | None
    enabled: bool
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
    created_by: str | None
    collection_id: str | None
    """The collection it is filed under."""
    ip_notes: dict[str, Any]
    agent_version: str | None
    agent_os: str | None
    agent_arch: str | None
    agent_hostname: str | None
    agent_last_seen: str | None
    agent_mode: str | None
