"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["ClientCredentialReveal"]


class ClientCredentialReveal(TypedDict):
    """A key pair the service made, shown this once."""

    certificate_pem: str
    """PEM."""
    private_key_pem: str
    """Shown this once."""
    ca_chain_pem: str
    """The issuers' certificates, PEM."""
