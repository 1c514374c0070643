# Mirrored from src/kneo_client/_async/platform/credentials.py by scripts/mirror_sync.py; do not edit.
"""Which credentials the platform has been given. Their values never leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...core._credential_status import with_status
from ..transport import caller_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..._generated.models import CredentialInventoryResponse
    from ..transport import SyncTransport

__all__ = ["SyncCredentialsClient"]


class SyncCredentialsClient(Group):
    """The inventory of credentials: names and whether they are there."""

    def __init__(self, transport: SyncTransport) -> None:
        self._calls = caller_of(transport)

    def list(
        self,
        *,
        providers: Sequence[str] | None = None,
        extras: Sequence[str] | None = None,
        include_service_tokens: bool = True,
    ) -> CredentialInventoryResponse:
        """The inventory, as a mapping: `["providers"]`, `["extra"]`, `["service_tokens"]`, each by name.

        providers: only these. extras: environment variables to look at besides. include_service_tokens: the platform's
        own keys too. An entry's `status` is "present" or "missing", also of platforms before 1.2.0, which only say
        `present`; `expires_at` and `last_checked` come from 1.2.0 on.

        GET /v1/security/credentials
        """
        answer = self._calls.call(
            ops.list_credentials,
            {"providers": providers, "extras": extras, "include_service_tokens": include_service_tokens},
        )
        return with_status(answer)
