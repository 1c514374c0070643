"""Whether the environment asks for proxies. Which proxy for which host is left to httpx, which follows its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.request import getproxies

import httpx

from ..failures import TransportFailure

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["environment_has_proxies", "with_proxies"]

T = TypeVar("T")


def environment_has_proxies() -> bool:
    """True if HTTP_PROXY, HTTPS_PROXY or ALL_PROXY (either case), or the system's settings, name one."""
    return any(getproxies().get(scheme) for scheme in ("http", "https", "all"))


def with_proxies(make_client: Callable[[], T], *, given: str | None = None) -> T:
    """A client that follows the environment's proxies, or uses the `given` one. TransportFailure if what names the
    proxy makes no sense; its words are not quoted, since a proxy's URL may hold a password."""
    try:
        return make_client()
    except ImportError as error:  # SOCKS needs a package of its own, and httpx says which
        problem = str(error)
    except (httpx.InvalidURL, ValueError) as error:
        problem = f"[{type(error).__name__}]"
    settings = "the environment's proxy settings (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY)"
    reason = f"{settings if given is None else 'the given proxy'} cannot be used: {problem}"
    raise TransportFailure(reason, phase="connect", sent=False)
