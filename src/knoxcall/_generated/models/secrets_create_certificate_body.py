"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["SecretsCreateCertificateBody"]


class SecretsCreateCertificateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    certificate_content: str
    """PEM."""
    private_key: NotRequired[str]
    """PEM."""
    passphrase: NotRequired[str]
    """Of the private key."""
    certificate_type: NotRequired[str]
    collection_id: NotRequired[str]
