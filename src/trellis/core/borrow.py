"""What a caller's own HTTP client already decides, so that we add only what it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["base_url_for", "headers_left_open", "origin_of", "signs_requests"]

_HTTPX_DEFAULTS = {"accept": ("*/*",), "accept-encoding": ("gzip",), "user-agent": ("python-httpx/",)}


def base_url_for(http_client: Any, url: str) -> str:
    """ "" if the client has a base URL of its own, which then holds; otherwise ours."""
    return "" if str(http_client.base_url) else url


def origin_of(http_client: Any) -> str:
    """The base URL that goes before what `base_url_for` leaves relative."""
    return str(http_client.base_url).rstrip("/")


def headers_left_open(http_client: Any, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those of `headers` for which the client has nothing but httpx's own default."""
    given = http_client.headers
    return tuple((name, value) for name, value in headers if _is_default(name.lower(), given.get(name)))


def signs_requests(http_client: Any, credential_headers: Iterable[str]) -> bool:
    """Whether the client brings credentials: an `auth`, or one of the headers that would carry ours."""
    return http_client.auth is not None or any(name in http_client.headers for name in credential_headers)


def _is_default(name: str, value: str | None) -> bool:
    return value is None or value.startswith(_HTTPX_DEFAULTS.get(name, ("\0",)))
