"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["OauthClientsCreateBody"]


class OauthClientsCreateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    type: NotRequired[OauthClientsCreateBodyType]
    grant_types: NotRequired[list[GrantType]]
    allowed_scopes: NotRequired[list[str]]
    redirect_uris: NotRequired[list[str]]
    require_dpop: NotRequired[bool]
    token_format: NotRequired[TokenFormat]
    """What an OAuth client's tokens look like."""
    require_pkce: NotRequired[bool]


from ..models.grant_type import GrantType  # noqa: E402, TC001
from ..models.oauth_clients_create_body_type import OauthClientsCreateBodyType  # noqa: E402, TC001
from ..models.token_format import TokenFormat  # noqa: E402, TC001
