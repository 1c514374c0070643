"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["CARole"]


class CARole(TypedDict):
    """Which certificates may be issued under an authority by whoever has this role."""

    id: str
    ca_root_id: str
    name: str
    allowed_domains: list[str]
    allow_subdomains: bool
    allow_wildcards: bool
    max_ttl_seconds: int
    """The longest life that can be asked for, in seconds."""
    default_ttl_seconds: int
    """Seconds that a certificate lives if nothing else is asked for."""
    key_algorithm: str
