# Mirrored from src/knoxcall/_async/resources/dynamic_db.py by scripts/mirror_sync.py; do not edit.
"""Database connections, and credentials for them that live for minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given

if TYPE_CHECKING:
    import builtins
    from typing import Any

    from trellis.core.engine import SyncCaller

    from ...bodies import Null
    from ...types import (
        DbConnection,
        DbConnectionCreateResult,
        DbLeaseList,
        DbRole,
        DbRoleCreateResult,
        DbUpdateResult,
        LeaseRevokeResult,
        MintedDbCredential,
        NameDeleteResult,
        RotateSshKeyResult,
    )

__all__ = ["SyncDynamicDB"]


class SyncDynamicDB(Group):
    """Database connections, and credentials for them that live for minutes."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list(self) -> builtins.list[DbConnection]:
        """List database connections.

        GET /v1/dyn-db-credentials
        """
        return self._calls.call(ops.dynamic_db_list)

    def get(self, name: str) -> DbConnection:
        """Read one database connection.

        Its passwords and keys are not part of it.

        GET /v1/dyn-db-credentials/{name}
        """
        return self._calls.call(ops.dynamic_db_get, {"name": name})

    def create(
        self,
        *,
        name: str,
        engine: str,
        host: str | None = None,
        port: int | None = None,
        database_name: str | None = None,
        admin_username: str | None = None,
        admin_password: str | None = None,
        execution_mode: str = "direct",
        agent_id: str | None = None,
        ssh_host: str | None = None,
        ssh_port: int | None = None,
        ssh_username: str | None = None,
        ssh_private_key: str | None = None,
        ssh_passphrase: str | None = None,
        ssh_host_fingerprint: str | None = None,
        iam_region: str | None = None,
        iam_db_user: str | None = None,
        default_ttl_seconds: int | None = None,
        max_ttl_seconds: int | None = None,
        connect_options: dict[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> DbConnectionCreateResult:
        """Add a database connection.

        Which members are needed depends on `execution_mode`: the admin login for `direct`, the agent for `agent`, the
        `ssh_` members for `ssh_tunnel`, the `iam_` members for `iam`.

        POST /v1/dyn-db-credentials
        """
        return self._calls.call(
            ops.dynamic_db_create,
            body=given(
                {
                    "name": name,
                    "engine": engine,
                    "host": host,
                    "port": port,
                    "database_name": database_name,
                    "admin_username": admin_username,
                    "admin_password": admin_password,
                    "execution_mode": execution_mode,
                    "agent_id": agent_id,
                    "ssh_host": ssh_host,
                    "ssh_port": ssh_port,
                    "ssh_username": ssh_username,
                    "ssh_private_key": ssh_private_key,
                    "ssh_passphrase": ssh_passphrase,
                    "ssh_host_fingerprint": ssh_host_fingerprint,
                    "iam_region": iam_region,
                    "iam_db_user": iam_db_user,
                    "default_ttl_seconds": default_ttl_seconds,
                    "max_ttl_seconds": max_ttl_seconds,
                    "connect_options": connect_options,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def update(
        self,
        name: str,
        *,
        host: str | Null | None = None,
        port: int | Null | None = None,
        database_name: str | Null | None = None,
        admin_username: str | Null | None = None,
        admin_password: str | Null | None = None,
        default_ttl_seconds: int | Null | None = None,
        max_ttl_seconds: int | Null | None = None,
        connect_options: dict[str, Any] | Null | None = None,
        agent_id: str | Null | None = None,
        enabled: bool | Null | None = None,
        idempotency_key: str | None = None,
    ) -> DbUpdateResult:
        """Change a database connection.

        Members that are left out keep their value.

        PATCH /v1/dyn-db-credentials/{name}
        """
        return self._calls.call(
            ops.dynamic_db_update,
            {"name": name},
            body=given(
                {
                    "host": host,
                    "port": port,
                    "database_name": database_name,
                    "admin_username": admin_username,
                    "admin_password": admin_password,
                    "default_ttl_seconds": default_ttl_seconds,
                    "max_ttl_seconds": max_ttl_seconds,
                    "connect_options": connect_options,
                    "agent_id": agent_id,
                    "enabled": enabled,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def delete(self, name: str, *, idempotency_key: str | None = None) -> NameDeleteResult:
        """Delete a database connection.

        The answer names what was deleted.

        DELETE /v1/dyn-db-credentials/{name}
        """
        return self._calls.call(ops.dynamic_db_delete, {"name": name}, idempotency_key=idempotency_key)

    def rotate_ssh_key(
        self,
        name: str,
        *,
        ssh_private_key: str,
        ssh_passphrase: str | None = None,
        ssh_host_fingerprint: str | None = None,
        idempotency_key: str | None = None,
    ) -> RotateSshKeyResult:
        """Replace the SSH key of a connection.

        POST /v1/dyn-db-credentials/{name}/rotate-ssh-key
        """
        return self._calls.call(
            ops.dynamic_db_rotate_ssh_key,
            {"name": name},
            body=given(
                {
                    "ssh_private_key": ssh_private_key,
                    "ssh_passphrase": ssh_passphrase,
                    "ssh_host_fingerprint": ssh_host_fingerprint,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def list_roles(self, connection_name: str) -> builtins.list[DbRole]:
        """List the roles of a connection.

        GET /v1/dyn-db-credentials/{connection_name}/roles
        """
        return self._calls.call(ops.dynamic_db_list_roles, {"connection_name": connection_name})

    def create_role(
        self,
        connection_name: str,
        *,
        name: str,
        template: str | None = None,
        creation_sql: str | None = None,
        revocation_sql: str | None = None,
        default_ttl_seconds: int | None = None,
        max_ttl_seconds: int | None = None,
        idempotency_key: str | None = None,
    ) -> DbRoleCreateResult:
        """Add a role to a connection.

        A named template or SQL of one's own says how its logins are made.

        POST /v1/dyn-db-credentials/{connection_name}/roles
        """
        return self._calls.call(
            ops.dynamic_db_create_role,
            {"connection_name": connection_name},
            body=given(
                {
                    "name": name,
                    "template": template,
                    "creation_sql": creation_sql,
                    "revocation_sql": revocation_sql,
                    "default_ttl_seconds": default_ttl_seconds,
                    "max_ttl_seconds": max_ttl_seconds,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def update_role(
        self,
        connection_name: str,
        role: str,
        *,
        creation_sql: str | Null | None = None,
        revocation_sql: str | Null | None = None,
        default_ttl_seconds: int | Null | None = None,
        max_ttl_seconds: int | Null | None = None,
        idempotency_key: str | None = None,
    ) -> DbUpdateResult:
        """Change a role of a connection.

        Members that are left out keep their value.

        PATCH /v1/dyn-db-credentials/{connection_name}/roles/{role}
        """
        return self._calls.call(
            ops.dynamic_db_update_role,
            {"connection_name": connection_name, "role": role},
            body=given(
                {
                    "creation_sql": creation_sql,
                    "revocation_sql": revocation_sql,
                    "default_ttl_seconds": default_ttl_seconds,
                    "max_ttl_seconds": max_ttl_seconds,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def delete_role(self, connection_name: str, role: str, *, idempotency_key: str | None = None) -> NameDeleteResult:
        """Delete a role of a connection.

        The answer names what was deleted.

        DELETE /v1/dyn-db-credentials/{connection_name}/roles/{role}
        """
        return self._calls.call(
            ops.dynamic_db_delete_role,
            {"connection_name": connection_name, "role": role},
            idempotency_key=idempotency_key,
        )

    def mint(
        self, connection_name: str, role: str, *, ttl_seconds: int | None = None, idempotency_key: str | None = None
    ) -> MintedDbCredential:
        """Issue database credentials for a role.

        The answer is the only place where the password is ever shown.

        POST /v1/dyn-db-credentials/{connection_name}/creds/{role}
        """
        return self._calls.call(
            ops.dynamic_db_mint,
            {"connection_name": connection_name, "role": role},
            body=given({"ttl_seconds": ttl_seconds}),
            idempotency_key=idempotency_key,
        )

    def list_leases(
        self, *, limit: int | None = None, offset: int | None = None, connection: str | None = None
    ) -> DbLeaseList:
        """List issued database credentials, in slices by limit and offset.

        The slice's own data stand inside `data`, beside the leases.

        GET /v1/dyn-db-credentials/leases
        """
        return self._calls.call(
            ops.dynamic_db_list_leases, {"limit": limit, "offset": offset, "connection": connection}
        )

    def revoke_lease(self, lease_id: int | str, *, idempotency_key: str | None = None) -> LeaseRevokeResult:
        """Revoke issued database credentials before they expire.

        POST /v1/dyn-db-credentials/leases/{lease_id}/revoke
        """
        return self._calls.call(
            ops.dynamic_db_revoke_lease, {"lease_id": lease_id}, body={}, idempotency_key=idempotency_key
        )
