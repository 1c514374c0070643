"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["TokenAnswer"]


class TokenAnswer(TypedDict):
    """An access token."""

    access_token: str
    token_type: NotRequired[TokenAnswerTokenType]
    """DPoP for a token that needs a proof; anything else is a bearer token."""
    expires_in: NotRequired[float]
    """Seconds."""
    refresh_token: NotRequired[str]
    scope: NotRequired[str]
    """Scopes, separated by spaces."""
    tenant: NotRequired[str]
    """Slug of the tenant that the token is for."""
    client_id: NotRequired[str]


from ..models.token_answer_token_type import TokenAnswerTokenType  # noqa: E402, TC001
