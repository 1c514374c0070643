"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["SecretsCreateOauth2Body"]


class SecretsCreateOauth2Body(TypedDict):
    """Members of this object are described below."""

    name: str
    provider: str
    client_id: str
    client_secret: NotRequired[str]
    """Of the login at the provider."""
    mtls_certificate_id: NotRequired[str]
    scopes: NotRequired[list[str]]
    auth_url: NotRequired[str]
    token_url: NotRequired[str]
    grant_type: NotRequired[str]
    username: NotRequired[str]
    password: NotRequired[str]
    collection_id: NotRequired[str]
