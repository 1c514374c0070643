"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ..models.grant_type import GrantType
    from ..models.oauth_clients_create_body_type import OauthClientsCreateBodyType
    from ..models.token_format import TokenFormat


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
