"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ClientCredential"]


class ClientCredential(TypedDict):
    """One credential by which a client is recognised."""

    id: str
    client_id: str
    tenant_id: str
    """The tenant it belongs to."""
    kind: str
    label: str | None
    data: dict[str, Any]
    enabled: bool
    expires_at: str | None
    """ISO 8601; null where it never expires."""
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
    last_matched_at: str | None
    reveal: NotRequired[ClientCredentialReveal]
    """Where the service made the key pair: shown this once."""


from ..models.client_credential_reveal import ClientCredentialReveal  # noqa: E402, TC001
