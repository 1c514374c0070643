"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["OAuthClientCreateResult"]


class OAuthClientCreateResult(TypedDict):
    """A registered OAuth client, with the secret that is shown this once."""

    id: str
    client_id: str
    client_secret: str | None
    """Shown this once; null for a public client."""
    type: str
    grant_types: list[str]
    allowed_scopes: list[str]
    redirect_uris: list[str]
    warning: NotRequired[str]
    """What to heed, such as that a secret is shown this once. Stands beside `data` on the wire."""
