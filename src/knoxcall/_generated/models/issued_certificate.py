"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["IssuedCertificate"]


class IssuedCertificate(TypedDict):
    """A new certificate, with the private key that is shown this once."""

    serial_hex: str
    """Serial number in hexadecimal."""
    cert_pem: str
    """PEM."""
    private_key_pem: str
    """Shown this once."""
    ca_chain_pem: str
    """The issuers' certificates, PEM."""
    not_before: str
    """ISO 8601."""
    not_after: str
    """ISO 8601."""
