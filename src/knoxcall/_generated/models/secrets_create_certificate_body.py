"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

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
