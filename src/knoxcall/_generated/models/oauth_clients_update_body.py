"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ..models.token_format import TokenFormat


__all__ = ["OauthClientsUpdateBody"]


class OauthClientsUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    allowed_scopes: NotRequired[list[str]]
    redirect_uris: NotRequired[list[str]]
    require_dpop: NotRequired[bool]
    require_pkce: NotRequired[Literal[True]]
    active: NotRequired[bool]
    token_format: NotRequired[TokenFormat]
    """What an OAuth client's tokens look like."""
    consent_html_template: NotRequired[str]
    step_up_scopes: NotRequired[list[str]]
