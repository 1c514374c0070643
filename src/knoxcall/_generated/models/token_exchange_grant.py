"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Literal, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["TokenExchangeGrant"]


class TokenExchangeGrant(TypedDict):
    """A workload shows the token of its own platform, RFC 8693."""

    grant_type: Literal["urn:ietf:params:oauth:grant-type:token-exchange"]
    subject_token: str
    subject_token_type: Literal["urn:ietf:params:oauth:token-type:id_token"]
    audience: Literal["knoxcall:api"]
    scope: NotRequired[str]
    """Scopes, separated by spaces."""
