"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["AuditEventData"]


class AuditEventData(TypedDict):
    """The data of an audit event: who did what to which resource."""

    id: str
    action: str
    resource_type: str
    resource_id: str | None
    details: dict[str, Any]
    ip_address: str | None
