"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["CARoot"]


class CARoot(TypedDict):
    """A certificate authority."""

    id: str
    tenant_id: str
    """The tenant it belongs to."""
    name: str
    cert_pem: str
    """PEM."""
    subject: str
    subject_fields: dict[str, Any] | None
    not_before: str
    """ISO 8601."""
    not_after: str
    """ISO 8601."""
    status: str
    created_at: str
    """ISO 8601."""
    sandbox: bool
    """Whether it belongs to the sandbox."""
