"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Literal, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ClientCredentialsGrant"]


class ClientCredentialsGrant(TypedDict):
    """A client asks for itself; its login is in the Authorization header."""

    grant_type: Literal["client_credentials"]
    scope: NotRequired[str]
    """Scopes, separated by spaces."""
