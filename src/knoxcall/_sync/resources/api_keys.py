# Mirrored from src/knoxcall/_async/resources/api_keys.py by scripts/mirror_sync.py; do not edit.
"""API keys: long-lived credentials for the management API."""

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

    from ...types import ApiKey, ApiKeyCreateResult, ApiKeyPage, ApiKeyRevokeResult

__all__ = ["SyncAPIKeys"]


class SyncAPIKeys(Group):
    """API keys: long-lived credentials for the management API."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list(self, *, page: int | None = None, per_page: int | None = None) -> ApiKeyPage:
        """List API keys, page by page.

        The keys themselves are not part of it, only their prefixes.

        GET /v1/api-keys
        """
        return self._calls.call(ops.api_keys_list, {"page": page, "per_page": per_page})

    def iterate(self, *, page: int = 1, per_page: int | None = None, progress: OnProgress = None) -> Iterator[ApiKey]:
        """Walk over everything that `list` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/api-keys, repeatedly.
        """
        return walk_pages(self._calls, ops.api_keys_list, {"per_page": per_page}, page=page, progress=progress)

    def create(
        self,
        *,
        name: str,
        rate_limit_requests: int | None = None,
        rate_limit_window_sec: int | None = None,
        expires_in_days: int | None = None,
        expires_at: str | None = None,
        never_expires: bool | None = None,
        role_ids: builtins.list[str] | None = None,
        idempotency_key: str | None = None,
    ) -> ApiKeyCreateResult:
        """Create an API key.

        The answer is the only place where the key is ever shown. Without any of the expiry members the key lasts 90
        days; an explicit null would make it last for ever, so none is sent.

        POST /v1/api-keys
        """
        return self._calls.call(
            ops.api_keys_create,
            body=given(
                {
                    "name": name,
                    "rate_limit_requests": rate_limit_requests,
                    "rate_limit_window_sec": rate_limit_window_sec,
                    "expires_in_days": expires_in_days,
                    "expires_at": expires_at,
                    "never_expires": never_expires,
                    "role_ids": role_ids,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def revoke(self, key_id: str, *, idempotency_key: str | None = None) -> ApiKeyRevokeResult:
        """Revoke an API key at once.

        DELETE /v1/api-keys/{key_id}
        """
        return self._calls.call(ops.api_keys_revoke, {"key_id": key_id}, idempotency_key=idempotency_key)
