"""Passwords of proxies, which stand in their URLs: a proxy that answers by itself may quote them, as servers may."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["proxy_secrets"]

_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
_SHORTEST = 4
"""How long a password is at least that is taken out of messages: shorter ones stand in them by chance."""


def proxy_secrets(*urls: str | None) -> tuple[Secret, ...]:
    """What must not be quoted of the proxies that the environment names and of those at `urls`: each password, and the
    word after "Basic" in which it is sent."""
    named = (*urls, *map(os.environ.get, _VARIABLES))
    return tuple(secret for url in named if url and "@" in url for secret in _secrets_of(url))


def _secrets_of(url: str) -> Iterator[Secret]:
    from base64 import b64encode
    from urllib.parse import unquote

    userinfo, at, _ = url.rpartition("://")[2].partition("/")[0].rpartition("@")
    if not at:
        return
    user, _, password = (unquote(part) for part in userinfo.partition(":"))
    yield Secret(b64encode(f"{user}:{password}".encode()).decode("ascii"))
    if len(password) >= _SHORTEST:
        yield Secret(password)
