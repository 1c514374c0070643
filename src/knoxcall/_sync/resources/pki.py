# Mirrored from src/knoxcall/_async/resources/pki.py by scripts/mirror_sync.py; do not edit.
"""Certificate authorities, and the certificates they issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given

if TYPE_CHECKING:
    from typing import Any

    from trellis.core.engine import SyncCaller

    from ...types import CARole, CARoot, CreateRootResult, IssuedCertificate, RevokeCertResult, RotateIntermediateResult

__all__ = ["SyncPKI"]


class SyncPKI(Group):
    """Certificate authorities, and the certificates they issue."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list_roots(self) -> list[CARoot]:
        """List certificate authorities.

        GET /v1/pki/roots
        """
        return self._calls.call(ops.pki_list_roots)

    def create_root(
        self, *, name: str, subject: dict[str, Any], idempotency_key: str | None = None
    ) -> CreateRootResult:
        """Create a certificate authority.

        Its first intermediate is made with it.

        POST /v1/pki/roots
        """
        return self._calls.call(
            ops.pki_create_root, body=given({"name": name, "subject": subject}), idempotency_key=idempotency_key
        )

    def get_root_cert(self, name: str) -> str:
        """Read the certificate of an authority as PEM text.

        GET /v1/pki/roots/{name}/cert
        """
        return self._calls.call(ops.pki_get_root_cert, {"name": name})

    def rotate_intermediate(self, name: str, *, idempotency_key: str | None = None) -> RotateIntermediateResult:
        """Replace the intermediate that signs for an authority.

        POST /v1/pki/roots/{name}/rotate-intermediate
        """
        return self._calls.call(ops.pki_rotate_intermediate, {"name": name}, body={}, idempotency_key=idempotency_key)

    def get_crl(self, name: str) -> str:
        """Read the revocation list of an authority as text.

        GET /v1/pki/roots/{name}/crl
        """
        return self._calls.call(ops.pki_get_crl, {"name": name})

    def list_roles(self, root_name: str) -> list[CARole]:
        """List the roles of an authority.

        GET /v1/pki/roots/{root_name}/roles
        """
        return self._calls.call(ops.pki_list_roles, {"root_name": root_name})

    def create_role(
        self,
        root_name: str,
        *,
        role_name: str,
        allowed_domains: list[str] | None = None,
        allow_subdomains: bool | None = None,
        allow_wildcards: bool | None = None,
        max_ttl_seconds: int | None = None,
        default_ttl_seconds: int | None = None,
        idempotency_key: str | None = None,
    ) -> CARole:
        """Add a role to an authority.

        A role bounds the names and life times of what may be issued under it.

        POST /v1/pki/roots/{root_name}/roles
        """
        return self._calls.call(
            ops.pki_create_role,
            {"root_name": root_name},
            body=given(
                {
                    "role_name": role_name,
                    "allowed_domains": allowed_domains,
                    "allow_subdomains": allow_subdomains,
                    "allow_wildcards": allow_wildcards,
                    "max_ttl_seconds": max_ttl_seconds,
                    "default_ttl_seconds": default_ttl_seconds,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def issue_cert(
        self,
        root_name: str,
        role: str,
        *,
        subject: dict[str, Any],
        san_dns: list[str] | None = None,
        san_ip: list[str] | None = None,
        ttl_seconds: int | None = None,
        idempotency_key: str | None = None,
    ) -> IssuedCertificate:
        """Issue a certificate under a role.

        The answer is the only place where the private key is ever shown.

        POST /v1/pki/roots/{root_name}/issue/{role}
        """
        return self._calls.call(
            ops.pki_issue_cert,
            {"root_name": root_name, "role": role},
            body=given({"subject": subject, "san_dns": san_dns, "san_ip": san_ip, "ttl_seconds": ttl_seconds}),
            idempotency_key=idempotency_key,
        )

    def revoke_cert(
        self, root_name: str, *, serial_hex: str, reason: str | None = None, idempotency_key: str | None = None
    ) -> RevokeCertResult:
        """Revoke an issued certificate.

        POST /v1/pki/roots/{root_name}/revoke
        """
        return self._calls.call(
            ops.pki_revoke_cert,
            {"root_name": root_name},
            body=given({"serial_hex": serial_hex, "reason": reason}),
            idempotency_key=idempotency_key,
        )
