"""OAuth clients: machines and applications that mint tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given

if TYPE_CHECKING:
    import builtins
    from typing import Literal

    from trellis.core.engine import AsyncCaller

    from ...bodies import Null
    from ...types import (
        GrantType,
        OAuthClient,
        OAuthClientCreateResult,
        OAuthClientDetail,
        OAuthClientRevokeResult,
        OAuthClientRotateSecretResult,
        OAuthClientUpdateResult,
        TokenFormat,
    )

__all__ = ["AsyncOAuthClients"]


class AsyncOAuthClients(Group):
    """OAuth clients: machines and applications that mint tokens."""

    def __init__(self, calls: AsyncCaller) -> None:
        self._calls = calls

    async def list(self) -> builtins.list[OAuthClient]:
        """List OAuth clients.

        Their secrets are not part of it.

        GET /v1/oauth-clients
        """
        return await self._calls.call(ops.oauth_clients_list)

    async def get(self, oauth_client_id: str) -> OAuthClientDetail:
        """Read one OAuth client.

        GET /v1/oauth-clients/{oauth_client_id}
        """
        return await self._calls.call(ops.oauth_clients_get, {"oauth_client_id": oauth_client_id})

    async def create(
        self,
        *,
        name: str,
        type: Literal["confidential", "public"] = "confidential",
        grant_types: builtins.list[GrantType] | None = None,
        allowed_scopes: builtins.list[str] | None = None,
        redirect_uris: builtins.list[str] | None = None,
        require_dpop: bool = False,
        require_pkce: Literal[True] = True,
        token_format: TokenFormat = "opaque",
        idempotency_key: str | None = None,
    ) -> OAuthClientCreateResult:
        """Register an OAuth client.

        The answer is the only place where the secret of a confidential client is ever shown; a warning about that
        stands beside the data.

        POST /v1/oauth-clients
        """
        return await self._calls.call(
            ops.oauth_clients_create,
            body=given(
                {
                    "name": name,
                    "type": type,
                    "grant_types": ["client_credentials"] if grant_types is None else grant_types,
                    "allowed_scopes": [] if allowed_scopes is None else allowed_scopes,
                    "redirect_uris": redirect_uris,
                    "require_dpop": require_dpop,
                    "require_pkce": require_pkce,
                    "token_format": token_format,
                }
            ),
            idempotency_key=idempotency_key,
        )

    async def update(
        self,
        oauth_client_id: str,
        *,
        name: str | Null | None = None,
        allowed_scopes: builtins.list[str] | Null | None = None,
        redirect_uris: builtins.list[str] | Null | None = None,
        require_dpop: bool | Null | None = None,
        require_pkce: Literal[True] | Null | None = None,
        active: bool | Null | None = None,
        token_format: TokenFormat | Null | None = None,
        consent_html_template: str | Null | None = None,
        step_up_scopes: builtins.list[str] | Null | None = None,
        idempotency_key: str | None = None,
    ) -> OAuthClientUpdateResult:
        """Change an OAuth client.

        Members that are left out keep their value.

        PATCH /v1/oauth-clients/{oauth_client_id}
        """
        return await self._calls.call(
            ops.oauth_clients_update,
            {"oauth_client_id": oauth_client_id},
            body=given(
                {
                    "name": name,
                    "allowed_scopes": allowed_scopes,
                    "redirect_uris": redirect_uris,
                    "require_dpop": require_dpop,
                    "require_pkce": require_pkce,
                    "active": active,
                    "token_format": token_format,
                    "consent_html_template": consent_html_template,
                    "step_up_scopes": step_up_scopes,
                }
            ),
            idempotency_key=idempotency_key,
        )

    async def rotate_secret(
        self, oauth_client_id: str, *, idempotency_key: str | None = None
    ) -> OAuthClientRotateSecretResult:
        """Replace the secret of an OAuth client.

        The answer is the only place where the new one is ever shown; a warning about that stands beside the data.

        POST /v1/oauth-clients/{oauth_client_id}/rotate-secret
        """
        return await self._calls.call(
            ops.oauth_clients_rotate_secret, {"oauth_client_id": oauth_client_id}, idempotency_key=idempotency_key
        )

    async def revoke(self, oauth_client_id: str, *, idempotency_key: str | None = None) -> OAuthClientRevokeResult:
        """Revoke an OAuth client and its tokens.

        DELETE /v1/oauth-clients/{oauth_client_id}
        """
        return await self._calls.call(
            ops.oauth_clients_revoke, {"oauth_client_id": oauth_client_id}, idempotency_key=idempotency_key
        )
