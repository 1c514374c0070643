"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["OAuthClientRotateSecretResult"]


class OAuthClientRotateSecretResult(TypedDict):
    """The new secret of an OAuth client, shown this once."""

    client_id: str
    client_secret: str
    """Shown this once."""
    warning: NotRequired[str]
    """What to heed, such as that a secret is shown this once. Stands beside `data` on the wire."""
