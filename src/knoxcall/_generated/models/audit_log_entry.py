"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["AuditLogEntry"]


class AuditLogEntry(TypedDict):
    """Who did what to which resource."""

    id: str
    action: str
    resource_type: str
    resource_id: str | None
    details: dict[str, Any]
    ip_address: str | None
    created_at: str
    """ISO 8601."""
    details_redacted: NotRequired[bool]
    """Whether details are withheld from this caller."""
