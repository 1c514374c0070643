"""Which hosts a client may talk to: tenant names, the data plane's address, its `/api` prefix, plain http. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from ..errors import BootstrapError

__all__ = [
    "CLOUD_URL",
    "SANDBOX_URL",
    "check_tenant",
    "data_plane_path",
    "data_plane_url",
    "default_base_url",
    "needs_tenant",
    "plaintext_risk",
]

CLOUD_URL = "https://api.knoxcall.com"
"""The management API of the cloud."""
SANDBOX_URL = "https://sandbox.knoxcall.com"
"""The same for `sandbox=True`."""

_LIVE_HOSTS = frozenset({"api.knoxcall.com", "api-staging.knoxcall.com"})
_SANDBOX_HOSTS = frozenset({"sandbox.knoxcall.com", "sandbox-staging.knoxcall.com"})
_NO_TENANT = frozenset({"api", "sandbox", "api-staging", "sandbox-staging", "www", "staging", "admin"})
_CLOUD = ".knoxcall.com"

# ASCII only: with a plain IGNORECASE, the Kelvin sign and the long s would count as letters.
_TENANT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII | re.IGNORECASE)


def default_base_url(sandbox: bool) -> str:
    """The management API's address where nobody gave one."""
    return SANDBOX_URL if sandbox else CLOUD_URL


def check_tenant(tenant: object) -> str:
    """Return `tenant` if it is one DNS label (RFC 1035, 2.3.1), so that a host name can be built from it.

    Wherever the name came from, the server included: "evil.example/" would send the credential elsewhere. Raises
    BootstrapError.
    """
    if not isinstance(tenant, str) or not _TENANT.fullmatch(tenant):
        shown = repr(tenant[:80]) if isinstance(tenant, str) else type(tenant).__name__
        raise BootstrapError(
            f"tenant {shown} cannot be part of a host name: it must be 1 to 63 letters, digits and hyphens, "
            "with no hyphen at either end. Check tenant= or KNOXCALL_TENANT"
        )
    return tenant


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower().removesuffix(".")


def needs_tenant(base_url: str) -> bool:
    """Whether the data plane of this management address has a host of the tenant's own."""
    return _host_of(base_url) in _LIVE_HOSTS | _SANDBOX_HOSTS


def data_plane_url(base_url: str, tenant: str | None) -> str:
    """The data plane's address for a management address: the tenant's host in the cloud, the same one elsewhere.

    Raises BootstrapError if the tenant is needed and missing, or is no DNS label.
    """
    host = _host_of(base_url)
    if host not in _LIVE_HOSTS and host not in _SANDBOX_HOSTS:
        return base_url.rstrip("/")
    if tenant is None or tenant == "":
        raise BootstrapError("the tenant is not known, so its host is not either: pass tenant= or set KNOXCALL_TENANT")
    label = check_tenant(tenant).lower()
    return f"https://sandbox-{label}{_CLOUD}" if host in _SANDBOX_HOSTS else f"https://{label}{_CLOUD}"


def data_plane_path(proxy_url: str, path: str) -> str:
    """The path to request for an upstream path: with a slash in front, and below `/api` on a cloud tenant's host.

    There everything else is the tenant's web interface. An address with a path of its own, or any other host, takes
    the path as it is.
    """
    if not path.startswith("/"):
        path = f"/{path}"
    return f"/api{path}" if _is_cloud_tenant(proxy_url) else path


@lru_cache(maxsize=64)  # asked before every request through a route
def _is_cloud_tenant(url: str) -> bool:
    host = _host_of(url)
    label = host.removesuffix(_CLOUD)
    if urlsplit(url).path not in ("", "/") or label == host:
        return False
    return label != "" and "." not in label and label not in _NO_TENANT


def plaintext_risk(url: str, what: str) -> str | None:
    """What to warn of if `url` sends credentials in plain text to another machine; None if it does not.

    what: the name of the setting, such as "base_url".
    """
    if urlsplit(url).scheme.lower() != "http":
        return None
    host = _host_of(url)
    if _is_loopback(host):
        return None
    return f"{what} is http://{host}: credentials and data cross the network in plain text; use https"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    from ipaddress import ip_address

    try:
        address = ip_address(host)
    except ValueError:  # a name; "127.example" is one
        return False
    return address.is_loopback or str(address) == "0.0.0.0"  # noqa: S104 - compared, not bound
