"""What a client is told, by arguments and environment, settled once at its construction. No network, no files."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from trellis.core.settings import check_url

from .auth.hosts import check_tenant, data_plane_url, default_base_url, needs_tenant, plaintext_risk
from .errors import BootstrapError, KnoxCallError, KnoxCallSecurityWarning

if TYPE_CHECKING:
    from .auth.credentials import Bootstrap

__all__ = ["Settings", "settle"]


class Settings(NamedTuple):
    """A client's settings. base_url, tenant: None where a credentials file may still name them."""

    tenant: str | None
    environment: str | None
    scope: tuple[str, ...]
    base_url: str | None
    proxy_base_url: str | None
    sandbox: bool
    credential: Bootstrap | None

    def management_url(self) -> str:
        """The management API's address, as far as it is known now."""
        return self.base_url or default_base_url(self.sandbox)


def settle(
    *,
    tenant: str | None,
    environment: str | None,
    scope: Any,
    base_url: str | None,
    proxy_base_url: str | None,
    sandbox: bool,
    bootstrap: Bootstrap | None,
    client_id: str | None,
    client_secret: str | None,
    access_token: str | None,
    api_key: str | None,
    dpop: str,
) -> Settings:
    """Arguments before environment; an explicit address before `sandbox`.

    Raises BootstrapError for credentials that contradict each other and a tenant that is needed for a host and is no
    DNS label, KnoxCallError for an unknown `dpop`, ValueError or TypeError for an address or a scope that is none.
    """
    from .auth.credentials import flat_credentials

    if dpop not in ("auto", "always", "never"):
        raise KnoxCallError(f"dpop must be 'auto', 'always' or 'never', got {dpop!r}")
    credential = flat_credentials(
        bootstrap=bootstrap,
        client_id=client_id,
        client_secret=client_secret,
        access_token=access_token,
        api_key=api_key,
    )
    address = _url("base_url", base_url or os.environ.get("KNOXCALL_BASE_URL") or None)
    if address is None and sandbox is True:
        address = default_base_url(True)
    proxy = _url("proxy_base_url", proxy_base_url or os.environ.get("KNOXCALL_PROXY_BASE_URL") or None)
    slug = tenant or os.environ.get("KNOXCALL_TENANT") or None
    if slug is not None and proxy is None and needs_tenant(address or default_base_url(False)):
        data_plane_url(address or default_base_url(False), check_tenant(slug))
    for name, url in (("base_url", address), ("proxy_base_url", proxy)):
        risk = None if url is None else plaintext_risk(url, name)
        if risk is not None:
            warnings.warn(risk, KnoxCallSecurityWarning, stacklevel=4)
    return Settings(
        tenant=slug,
        environment=environment or os.environ.get("KNOXCALL_ENVIRONMENT") or None,
        scope=_scope(scope),
        base_url=address,
        proxy_base_url=proxy,
        sandbox=sandbox is True,
        credential=credential,
    )


def _url(name: str, url: str | None) -> str | None:
    if url is None:
        return None
    try:
        return check_url(url)
    except ValueError as error:
        problem = str(error)
    raise BootstrapError(f"{name} {problem}")


def _scope(scope: Any) -> tuple[str, ...]:
    if scope is None:
        return ()
    if isinstance(scope, str) or not all(isinstance(item, str) for item in scope):
        raise TypeError("scope must be a list of str")
    return tuple(scope)
