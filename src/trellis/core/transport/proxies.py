"""Whether the environment asks for proxies. Which proxy for which host is left to httpx, which follows its rules."""

from __future__ import annotations

from urllib.request import getproxies

__all__ = ["environment_has_proxies"]


def environment_has_proxies() -> bool:
    """True if HTTP_PROXY, HTTPS_PROXY or ALL_PROXY (either case), or the system's settings, name one."""
    return any(getproxies().get(scheme) for scheme in ("http", "https", "all"))
