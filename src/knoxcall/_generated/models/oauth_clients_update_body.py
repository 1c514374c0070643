"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Literal, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

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
    consent_html_template: NotRequired[str | None]
    step_up_scopes: NotRequired[list[str]]


from ..models.token_format import TokenFormat  # noqa: E402, TC001
