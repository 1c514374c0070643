"""Clients: who may call through the gateway."""

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
    from ...types import Client, ClientCredential, ClientDetail, ClientFull, ClientPage

__all__ = ["AsyncClients"]


class AsyncClients(Group):
    """Clients: who may call through the gateway."""

    def __init__(self, calls: AsyncCaller) -> None:
        self._calls = calls

    async def list(self, *, page: int | None = None, per_page: int | None = None) -> ClientPage:
        """List clients, page by page.

        A client is something that may call routes: a server, an agent, a device.

        GET /v1/clients
        """
        return await self._calls.call(ops.clients_list, {"page": page, "per_page": per_page})

    def iterate(
        self, *, page: int = 1, per_page: int | None = None, progress: OnProgress = None
    ) -> AsyncIterator[Client]:
        """Walk over everything that `list` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/clients, repeatedly.
        """
        return walk_pages(self._calls, ops.clients_list, {"per_page": per_page}, page=page, progress=progress)

    async def get(self, client_id: str) -> ClientDetail:
        """Read one client with the routes it is assigned to.

        GET /v1/clients/{client_id}
        """
        return await self._calls.call(ops.clients_get, {"client_id": client_id})

    async def create(
        self,
        *,
        name: str,
        ip_address: str | None = None,
        type: str = "server",
        description: str | None = None,
        idempotency_key: str | None = None,
    ) -> ClientFull:
        """Create a client.

        POST /v1/clients
        """
        return await self._calls.call(
            ops.clients_create,
            body=given({"name": name, "ip_address": ip_address, "type": type, "description": description}),
            idempotency_key=idempotency_key,
        )

    async def update(
        self,
        client_id: str,
        *,
        name: str | Null | None = None,
        ip_address: str | Null | None = None,
        description: str | Null | None = None,
        enabled: bool | Null | None = None,
        idempotency_key: str | None = None,
    ) -> ClientFull:
        """Change a client.

        Members that are left out keep their value.

        PATCH /v1/clients/{client_id}
        """
        return await self._calls.call(
            ops.clients_update,
            {"client_id": client_id},
            body=given({"name": name, "ip_address": ip_address, "description": description, "enabled": enabled}),
            idempotency_key=idempotency_key,
        )

    async def delete(self, client_id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a client.

        DELETE /v1/clients/{client_id}
        """
        await self._calls.call(ops.clients_delete, {"client_id": client_id}, idempotency_key=idempotency_key)

    async def list_credentials(self, client_id: str) -> builtins.list[ClientCredential]:
        """List the credentials by which a client is recognised.

        GET /v1/clients/{client_id}/credentials
        """
        return await self._calls.call(ops.clients_list_credentials, {"client_id": client_id})

    async def create_credential(
        self,
        client_id: str,
        *,
        kind: str,
        data: dict[str, Any],
        label: str | None = None,
        idempotency_key: str | None = None,
    ) -> ClientCredential:
        """Give a client another credential.

        Where the server makes the key pair, `reveal` holds it, this once.

        POST /v1/clients/{client_id}/credentials
        """
        return await self._calls.call(
            ops.clients_create_credential,
            {"client_id": client_id},
            body=given({"kind": kind, "data": data, "label": label}),
            idempotency_key=idempotency_key,
        )

    async def update_credential(
        self,
        client_id: str,
        credential_id: str,
        *,
        enabled: bool | Null | None = None,
        label: str | Null | None = None,
        idempotency_key: str | None = None,
    ) -> ClientCredential:
        """Enable, disable or relabel a client's credential.

        PATCH /v1/clients/{client_id}/credentials/{credential_id}
        """
        return await self._calls.call(
            ops.clients_update_credential,
            {"client_id": client_id, "credential_id": credential_id},
            body=given({"enabled": enabled, "label": label}),
            idempotency_key=idempotency_key,
        )

    async def delete_credential(
        self, client_id: str, credential_id: str, *, idempotency_key: str | None = None
    ) -> None:
        """Delete a client's credential.

        DELETE /v1/clients/{client_id}/credentials/{credential_id}
        """
        await self._calls.call(
            ops.clients_delete_credential,
            {"client_id": client_id, "credential_id": credential_id},
            idempotency_key=idempotency_key,
        )
