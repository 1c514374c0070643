"""Vaults: tokens that stand for sensitive values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given
from ..walk import walk_pages

if TYPE_CHECKING:
    import builtins
    from collections.abc import AsyncIterator
    from typing import Any

    from trellis.core.engine import AsyncCaller
    from trellis.core.progress import OnProgress

    from ...bodies import Null
    from ...types import (
        BulkTokenizeResult,
        DeleteResult,
        DetokenizeResult,
        RotateResult,
        TokenUpdateResult,
        Vault,
        VaultDetail,
        VaultPage,
        VaultToken,
        VaultTokenListItem,
        VaultTokenPage,
    )

__all__ = ["AsyncVaults"]


class AsyncVaults(Group):
    """Vaults: tokens that stand for sensitive values."""

    def __init__(self, calls: AsyncCaller) -> None:
        self._calls = calls

    async def list(self, *, page: int | None = None, per_page: int | None = None) -> VaultPage:
        """List vaults, page by page.

        GET /v1/vaults
        """
        return await self._calls.call(ops.vaults_list, {"page": page, "per_page": per_page})

    def iterate(
        self, *, page: int = 1, per_page: int | None = None, progress: OnProgress = None
    ) -> AsyncIterator[Vault]:
        """Walk over everything that `list` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/vaults, repeatedly.
        """
        return walk_pages(self._calls, ops.vaults_list, {"per_page": per_page}, page=page, progress=progress)

    async def get(self, name_or_id: str) -> VaultDetail:
        """Read one vault with its counts.

        GET /v1/vaults/{name_or_id}
        """
        return await self._calls.call(ops.vaults_get, {"name_or_id": name_or_id})

    async def create(
        self,
        *,
        name: str,
        token_format: str | None = None,
        default_ttl_seconds: int | None = None,
        description: str | None = None,
        metadata: dict[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Vault:
        """Create a vault.

        POST /v1/vaults
        """
        return await self._calls.call(
            ops.vaults_create,
            body=given(
                {
                    "name": name,
                    "token_format": token_format,
                    "default_ttl_seconds": default_ttl_seconds,
                    "description": description,
                    "metadata_jsonb": metadata,
                }
            ),
            idempotency_key=idempotency_key,
        )

    async def update(
        self,
        name_or_id: str,
        *,
        default_ttl_seconds: int | Null | None = None,
        description: str | Null | None = None,
        enabled: bool | Null | None = None,
        metadata: dict[str, Any] | Null | None = None,
        idempotency_key: str | None = None,
    ) -> Vault:
        """Change a vault.

        Members that are left out keep their value.

        PATCH /v1/vaults/{name_or_id}
        """
        return await self._calls.call(
            ops.vaults_update,
            {"name_or_id": name_or_id},
            body=given(
                {
                    "default_ttl_seconds": default_ttl_seconds,
                    "description": description,
                    "enabled": enabled,
                    "metadata_jsonb": metadata,
                }
            ),
            idempotency_key=idempotency_key,
        )

    async def delete(self, name_or_id: str, *, idempotency_key: str | None = None) -> DeleteResult:
        """Delete a vault and every token in it.

        DELETE /v1/vaults/{name_or_id}
        """
        return await self._calls.call(ops.vaults_delete, {"name_or_id": name_or_id}, idempotency_key=idempotency_key)

    async def rotate(self, name_or_id: str, *, idempotency_key: str | None = None) -> RotateResult:
        """Make a new version of the key of a vault.

        POST /v1/vaults/{name_or_id}/rotate
        """
        return await self._calls.call(
            ops.vaults_rotate, {"name_or_id": name_or_id}, body={}, idempotency_key=idempotency_key
        )

    async def tokenize(
        self,
        name_or_id: str,
        *,
        value: str,
        metadata: dict[str, Any] | None = None,
        ttl_seconds: int | None = None,
        card_exp_month: int | None = None,
        card_exp_year: int | None = None,
        idempotency_key: str | None = None,
    ) -> VaultToken:
        """Put a value into a vault and get a token for it.

        POST /v1/vaults/{name_or_id}/tokens
        """
        return await self._calls.call(
            ops.vaults_tokenize,
            {"name_or_id": name_or_id},
            body=given(
                {
                    "value": value,
                    "metadata": metadata,
                    "ttl_seconds": ttl_seconds,
                    "card_exp_month": card_exp_month,
                    "card_exp_year": card_exp_year,
                }
            ),
            idempotency_key=idempotency_key,
        )

    async def bulk_tokenize(
        self, name_or_id: str, *, values: builtins.list[dict[str, Any]], idempotency_key: str | None = None
    ) -> BulkTokenizeResult:
        """Put many values into a vault at once.

        POST /v1/vaults/{name_or_id}/tokens/bulk
        """
        return await self._calls.call(
            ops.vaults_bulk_tokenize,
            {"name_or_id": name_or_id},
            body=given({"values": values}),
            idempotency_key=idempotency_key,
        )

    async def list_tokens(
        self, name_or_id: str, *, page: int | None = None, per_page: int | None = None
    ) -> VaultTokenPage:
        """List the tokens of a vault, page by page.

        The values behind them are not part of it.

        GET /v1/vaults/{name_or_id}/tokens
        """
        return await self._calls.call(
            ops.vaults_list_tokens, {"name_or_id": name_or_id, "page": page, "per_page": per_page}
        )

    def iterate_tokens(
        self,
        name_or_id: str,
        *,
        page: int = 1,
        per_page: int | None = None,
        progress: OnProgress = None,
    ) -> AsyncIterator[VaultTokenListItem]:
        """Walk over everything that `list_tokens` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/vaults/{name_or_id}/tokens, repeatedly.
        """
        return walk_pages(
            self._calls,
            ops.vaults_list_tokens,
            {"name_or_id": name_or_id, "per_page": per_page},
            page=page,
            progress=progress,
        )

    async def detokenize(self, name_or_id: str, id_or_token: str) -> DetokenizeResult:
        """Read the value behind a token.

        GET /v1/vaults/{name_or_id}/tokens/{id_or_token}
        """
        return await self._calls.call(ops.vaults_detokenize, {"name_or_id": name_or_id, "id_or_token": id_or_token})

    async def update_token(
        self, name_or_id: str, id_or_token: str, *, metadata: dict[str, Any], idempotency_key: str | None = None
    ) -> TokenUpdateResult:
        """Replace the metadata of a token.

        PATCH /v1/vaults/{name_or_id}/tokens/{id_or_token}
        """
        return await self._calls.call(
            ops.vaults_update_token,
            {"name_or_id": name_or_id, "id_or_token": id_or_token},
            body=given({"metadata": metadata}),
            idempotency_key=idempotency_key,
        )

    async def delete_token(
        self, name_or_id: str, id_or_token: str, *, idempotency_key: str | None = None
    ) -> DeleteResult:
        """Delete a token with its value.

        DELETE /v1/vaults/{name_or_id}/tokens/{id_or_token}
        """
        return await self._calls.call(
            ops.vaults_delete_token,
            {"name_or_id": name_or_id, "id_or_token": id_or_token},
            idempotency_key=idempotency_key,
        )
