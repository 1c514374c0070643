# Mirrored from src/knoxcall/_async/resources/secrets.py by scripts/mirror_sync.py; do not edit.
"""Secrets: values that the gateway injects and never shows again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given
from ..walk import walk_pages

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterator

    from trellis.core.engine import SyncCaller
    from trellis.core.progress import OnProgress

    from ...bodies import Null
    from ...types import (
        Secret,
        SecretCreateResult,
        SecretOAuthToken,
        SecretPage,
        SecretType,
        SecretUpdateResult,
        SecretValueResult,
    )

__all__ = ["SyncSecrets"]


class SyncSecrets(Group):
    """Secrets: values that the gateway injects and never shows again."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list(self, *, page: int | None = None, per_page: int | None = None) -> SecretPage:
        """List secrets, page by page.

        Their values are not part of it.

        GET /v1/secrets
        """
        return self._calls.call(ops.secrets_list, {"page": page, "per_page": per_page})

    def iterate(self, *, page: int = 1, per_page: int | None = None, progress: OnProgress = None) -> Iterator[Secret]:
        """Walk over everything that `list` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/secrets, repeatedly.
        """
        return walk_pages(self._calls, ops.secrets_list, {"per_page": per_page}, page=page, progress=progress)

    def get(self, secret_id: str) -> Secret:
        """Read what is known about a secret, except its value.

        GET /v1/secrets/{secret_id}
        """
        return self._calls.call(ops.secrets_get, {"secret_id": secret_id})

    def create(
        self,
        *,
        name: str,
        secret_type: SecretType,
        value: str,
        description: str | None = None,
        environment: str | None = None,
        idempotency_key: str | None = None,
    ) -> SecretCreateResult:
        """Store a secret.

        POST /v1/secrets
        """
        return self._calls.call(
            ops.secrets_create,
            body=given(
                {
                    "name": name,
                    "secret_type": secret_type,
                    "value": value,
                    "description": description,
                    "environment": environment,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def create_oauth2(
        self,
        *,
        name: str,
        provider: str,
        client_id: str,
        client_secret: str | None = None,
        mtls_certificate_id: str | None = None,
        scopes: builtins.list[str] | None = None,
        auth_url: str | None = None,
        token_url: str | None = None,
        grant_type: str | None = None,
        username: str | None = None,
        password: str | None = None,
        collection_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> SecretCreateResult:
        """Store the login of an OAuth 2 provider.

        Where the provider needs a person's consent, `redirect_uri` and `connection_status` say what is left to do.

        POST /v1/secrets/oauth2
        """
        return self._calls.call(
            ops.secrets_create_oauth2,
            body=given(
                {
                    "name": name,
                    "provider": provider,
                    "client_id": client_id,
                    "client_secret": client_secret,
                    "mtls_certificate_id": mtls_certificate_id,
                    "scopes": scopes,
                    "auth_url": auth_url,
                    "token_url": token_url,
                    "grant_type": grant_type,
                    "username": username,
                    "password": password,
                    "collection_id": collection_id,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def create_certificate(
        self,
        *,
        name: str,
        certificate_content: str,
        private_key: str | None = None,
        passphrase: str | None = None,
        certificate_type: str | None = None,
        collection_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> SecretCreateResult:
        """Store a certificate, with its key if there is one.

        POST /v1/secrets/certificate
        """
        return self._calls.call(
            ops.secrets_create_certificate,
            body=given(
                {
                    "name": name,
                    "certificate_content": certificate_content,
                    "private_key": private_key,
                    "passphrase": passphrase,
                    "certificate_type": certificate_type,
                    "collection_id": collection_id,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def update(
        self,
        secret_id: str,
        *,
        name: str | Null | None = None,
        description: str | Null | None = None,
        expires_at: str | Null | None = None,
        strict_expiry_enforcement: bool | Null | None = None,
        idempotency_key: str | None = None,
    ) -> SecretUpdateResult:
        """Change what is known about a secret, except its value.

        Members that are left out keep their value.

        PATCH /v1/secrets/{secret_id}
        """
        return self._calls.call(
            ops.secrets_update,
            {"secret_id": secret_id},
            body=given(
                {
                    "name": name,
                    "description": description,
                    "expires_at": expires_at,
                    "strict_expiry_enforcement": strict_expiry_enforcement,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def set_value(
        self, secret_id: str, *, value: str, environment: str | None = None, idempotency_key: str | None = None
    ) -> SecretValueResult:
        """Give a secret a new value.

        Makes a new version, in one environment or in the base one.

        PUT /v1/secrets/{secret_id}/value
        """
        return self._calls.call(
            ops.secrets_set_value,
            {"secret_id": secret_id},
            body=given({"value": value, "environment": environment}),
            idempotency_key=idempotency_key,
        )

    def get_oauth_token(self, secret_id: str, *, environment: str | None = None) -> SecretOAuthToken:
        """Read the current access token of an OAuth 2 secret.

        GET /v1/secrets/{secret_id}/oauth2/token
        """
        return self._calls.call(ops.secrets_get_oauth_token, {"secret_id": secret_id, "environment": environment})

    def delete(self, secret_id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a secret.

        DELETE /v1/secrets/{secret_id}
        """
        self._calls.call(ops.secrets_delete, {"secret_id": secret_id}, idempotency_key=idempotency_key)
