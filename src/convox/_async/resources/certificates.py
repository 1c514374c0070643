"""TLS certificates: brought, generated, and put to use by services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.encodings import go_duration
from trellis.core.group import Group

from ..._arguments import refuse_none
from ..._generated import operations as ops
from ..._numbers import whole_number

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence
    from datetime import timedelta

    from ...models import Certificate
    from ..calls import AsyncCalls

__all__ = ["AsyncCertificates"]


class AsyncCertificates(Group):
    """TLS certificates: brought, generated, and put to use by services."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def list(self, *, generated: bool | None = None) -> builtins.list[Certificate]:
        """List the rack's certificates.

        generated: True for only those that the rack made itself.

        GET /certificates
        """
        return await self._calls.call(ops.certificates_list, {"generated": generated})

    async def create(self, pub: str, key: str, *, chain: str | None = None) -> Certificate:
        """Bring a certificate of one's own.

        pub, key, chain: the certificate, its private key and the certificates of its issuers, as PEM text.

        POST /certificates
        """
        refuse_none(pub=pub, key=key)
        return await self._calls.call(ops.certificates_create, {"pub": pub, "key": key, "chain": chain})

    async def generate(
        self, domains: Sequence[str], *, issuer: str | None = None, duration: str | timedelta | None = None
    ) -> Certificate:
        """Have the rack make a certificate.

        domains: the names it is for, at least one. issuer: of the rack's issuers, the one to ask. duration: how long
        it is to last, as a timedelta or in Go's notation ("2160h"). Raises ValueError for no domain, and for one with
        a comma, which the rack would take for two.

        POST /certificates/generate
        """
        if isinstance(domains, str):
            raise TypeError("domains must be a list of names, got a str")
        if not domains:
            raise ValueError("domains must name at least one domain")
        length = duration if duration is None or isinstance(duration, str) else go_duration(duration)
        return await self._calls.call(
            ops.certificates_generate, {"domains": list(domains), "issuer": issuer, "duration": length}
        )

    async def delete(self, cert_id: str) -> None:
        """Delete a certificate.

        DELETE /certificates/{id}
        """
        await self._calls.call(ops.certificates_delete, {"id": cert_id})

    async def renew(self, cert_id: str) -> None:
        """Have a generated certificate made anew ahead of its end.

        POST /certificates/{id}/renew
        """
        await self._calls.call(ops.certificates_renew, {"id": cert_id})

    async def apply(self, app: str, service: str, port: int | str, cert_id: str) -> None:
        """Have a port of a service use a certificate.

        A version 3 rack refuses this: ConvoxNotImplementedError.

        PUT /apps/{app}/ssl/{service}/{port}
        """
        refuse_none(port=port, cert_id=cert_id)
        await self._calls.call(
            ops.certificates_apply,
            {"app": app, "service": service, "port": whole_number("port", port), "id": cert_id},
        )
