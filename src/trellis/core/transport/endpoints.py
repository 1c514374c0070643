"""Where a connection goes that httpx does not make: host and port, TLS, and the proxy in between, by its rules."""

from __future__ import annotations

from base64 import b64encode
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.request import getproxies

import httpx

from ..failures import TransportFailure
from ..sockets.opening import Endpoint, Tunnel
from .requests import unusable_url
from .tls import TlsConfig, context_for

if TYPE_CHECKING:
    import ssl

__all__ = ["endpoint_of", "environment_proxy", "proxy_for"]

_PORTS = {"http": 80, "https": 443}


def endpoint_of(url: httpx.URL | str, tls: TlsConfig, *, proxy: str | None = None) -> Endpoint:
    """How to reach `url`. proxy: goes before the environment's; None leaves it to the environment.

    ValueError for a URL that cannot be used. TransportFailure if certificates or proxy settings cannot; a proxy's URL
    is never quoted, since it may hold a password.
    """
    try:
        url = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise unusable_url(error) from None
    if url.scheme not in _PORTS or not url.host:
        raise ValueError("the URL cannot be used: it must start with http:// or https://, and a host")
    tunnel = proxy_for(url, proxy)
    return Endpoint(
        host=url.raw_host.decode("ascii"),
        port=url.port or _PORTS[url.scheme],
        authority=url.netloc,
        target=url.raw_path,
        tls=context_for("https", tls) if url.scheme == "https" else None,
        tunnel=tunnel,
    )


def proxy_for(url: httpx.URL, given: str | None) -> Tunnel | None:
    """The proxy that connections to `url` go through, for those that no httpx client makes: the `given` one, or what
    the environment names. TransportFailure if it cannot be used; its words do not quote it."""
    try:
        chosen = environment_proxy(url) if given is None else given
        return None if chosen is None else _tunnel(httpx.URL(chosen))
    except (httpx.InvalidURL, ValueError) as error:
        problem = str(error) if isinstance(error, _Unfit) else f"[{type(error).__name__}]"
    raise TransportFailure(f"the proxy settings cannot be used: {problem}", phase="connect", sent=False)


class _Unfit(ValueError):
    """What is wrong with a proxy, in words that quote nothing of it."""


def _tunnel(url: httpx.URL) -> Tunnel:
    if url.scheme not in _PORTS:
        raise _Unfit("only http and https proxies can be used here, not SOCKS")
    if not url.host:
        raise _Unfit("no host")
    context: ssl.SSLContext | None = None
    if url.scheme == "https":  # httpx, too, believes a proxy by the default bundle, whatever the server is believed by
        context = context_for("https", TlsConfig())
    given = f"{url.username}:{url.password}" if url.username or url.password else ""
    return Tunnel(
        url.raw_host.decode("ascii"),
        url.port or _PORTS[url.scheme],
        context,
        b"Basic " + b64encode(given.encode("utf-8")) if given else None,
    )


def environment_proxy(url: httpx.URL) -> str | None:
    """The proxy that the environment names for `url`, None for none: for connections that no httpx client makes.

    The rules, those of NO_PROXY included, are httpx's own: ports first, then longer hosts, then longer schemes.
    ValueError for settings that cannot be read, without quoting them.
    """
    settings = getproxies()
    exempt = [entry.strip() for entry in settings.get("no", "").split(",")]
    if "*" in exempt:
        return None
    rules = [
        _Rule(f"{scheme}://", _as_url(settings[scheme])) for scheme in ("http", "https", "all") if settings.get(scheme)
    ]
    rules += [_Rule(_exemption(entry), None) for entry in exempt if entry]
    chosen = next((rule for rule in sorted(rules, key=lambda rule: rule.rank) if rule.fits(url)), None)
    return None if chosen is None else chosen.proxy


def _as_url(setting: str) -> str:
    return setting if "://" in setting else f"http://{setting}"


def _exemption(entry: str) -> str:
    """An entry of NO_PROXY as a pattern: names stand for their subdomains too, addresses and localhost do not."""
    if "://" in entry:
        return entry
    address = entry.split("/")[0]
    try:
        version = ip_address(address).version
    except ValueError:
        return f"all://{entry}" if entry.lower() == "localhost" else f"all://*{entry}"
    return f"all://[{entry}]" if version == 6 else f"all://{entry}"


class _Rule:
    """A pattern such as "https://*.example.com:8443" and the proxy for what fits it."""

    def __init__(self, pattern: str, proxy: str | None) -> None:
        try:
            parts = httpx.URL(pattern)
        except httpx.InvalidURL:
            raise ValueError("the proxy settings hold a pattern that is no URL") from None
        self._scheme = "" if parts.scheme == "all" else parts.scheme
        self._host = "" if parts.host == "*" else parts.host
        self._port = parts.port
        self.proxy = proxy
        self.rank = (self._port is None, -len(self._host), -len(self._scheme))

    def fits(self, url: httpx.URL) -> bool:
        if self._scheme not in ("", url.scheme) or self._port not in (None, url.port):
            return False
        host, wanted = url.host, self._host
        if wanted.startswith("*."):
            return host.endswith(wanted[1:]) and len(host) > len(wanted) - 1
        if wanted.startswith("*"):
            return host == wanted[1:] or host.endswith(f".{wanted[1:]}")
        return not wanted or host == wanted
