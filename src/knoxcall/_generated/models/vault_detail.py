"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["VaultDetail"]


class VaultDetail(TypedDict):
    """A vault with its counts."""

    id: str
    tenant_id: str
    """The tenant it belongs to."""
    name: str
    token_format: str
    crypto_key_id: str
    custody_mode: str
    default_ttl_seconds: int | None
    """Seconds that something lives if nothing else is asked for; null where it lives on."""
    metadata_jsonb: dict[str, Any]
    description: str | None
    enabled: bool
    created_at: str
    """ISO 8601."""
    updated_at: str
    """ISO 8601."""
    created_by: str | None
    sandbox: bool
    """Whether it belongs to the sandbox."""
    stats: VaultStats
    """How many tokens a vault has."""


from ..models.vault_stats import VaultStats  # noqa: E402, TC001
